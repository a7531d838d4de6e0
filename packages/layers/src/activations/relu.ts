// y = max(x, 0)      x: any shape   ->   y: the same shape
import { defineLayer, map, maximum } from "@nudge/core";

/**
 * The rectified linear unit, entry by entry: `y = max(x, 0)`, any shape -> the same shape.
 *
 * The derivative at 0 is taken as 0. NaN stays NaN.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { relu } from "@nudge/layers";
 *
 * console.log(toArray(createModel(relu()).predict([[-2, 0, 3]])));
 * // [ [ 0, 0, 3 ] ]
 */
export const relu = /* @__PURE__ */ defineLayer("relu", () => ({
  forward: (x) => [maximum(x, 0), x],

  // y' = 1 where x > 0, else 0:   dx = dy y'.   Asked as x <= 0, so that dy passes a NaN.
  backward: (dy, x) => ({ input: map(dy, x, (d, v) => (v <= 0 ? 0 : d)) }),

  symbolic: (x, _, graph) => graph.maximum(x, 0),

  kernel: {
    kind: "elementwise",
    keeps: "output", // which is above 0 where x is
    // Signs are as good as random: a branch would be guessed wrong half of the time, and take three times as long.
    forward: (x) => x * Number(x > 0),
    backward: (dy, y) => dy * Number(y > 0),
  },
}));
