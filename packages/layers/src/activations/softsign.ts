// y = x / (1 + |x|)      x: any shape   ->   y: the same shape, in -1 ... 1
import { defineLayer } from "@nudge/core";
import { elementwise } from "./elementwise.ts";

/**
 * Softsign, entry by entry: `y = x / (1 + |x|)`, any shape -> the same shape, from -1 to 1.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { softsign } from "@nudge/layers";
 *
 * console.log(toArray(createModel(softsign()).predict([[-1, 0, 3]])));
 * // [ [ -0.5, 0, 0.75 ] ]
 */
export const softsign = /* @__PURE__ */ defineLayer("softsign", () =>
  elementwise({
    keeps: "input",
    forward: (x) => x / (1 + Math.abs(x)),
    // y' = (1 + |x| - x sign x) / (1 + |x|)² = 1 / (1 + |x|)²:   dx = dy y'
    backward: (dy, x) => dy / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
    formula: (m, x) => m.divide(x, m.add(1, m.abs(x))),
  }),
);
