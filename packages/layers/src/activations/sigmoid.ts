// y = 1 / (1 + e⁻ˣ)      x: any shape   ->   y: the same shape, in 0 ... 1
import { defineLayer, map, tensors } from "@nudge/core";

/**
 * The logistic function, entry by entry: `y = 1 / (1 + e⁻ˣ)`, any shape -> the same shape, from 0 to 1.
 *
 * Never overflows: the exponential is only taken of numbers up to 0.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { sigmoid } from "@nudge/layers";
 *
 * console.log(toArray(createModel(sigmoid()).predict([[-1000, 0, 1000]])));
 * // [ [ 0, 0.5, 1 ] ]
 */
export const sigmoid = /* @__PURE__ */ defineLayer("sigmoid", () => ({
  forward: (x) => {
    const y = tensors.sigmoid(x);
    return [y, y];
  },

  // y' = e⁻ˣ / (1 + e⁻ˣ)² = y (1 - y):   dx = dy y (1 - y)
  backward: (dy, y) => ({ input: map(dy, y, (d, s) => d * s * (1 - s)) }),

  kernel: {
    kind: "elementwise",
    keeps: "output",
    forward: (x) => {
      const e = Math.exp(-Math.abs(x));
      return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    },
    backward: (dy, y) => dy * y * (1 - y),
  },
}));
