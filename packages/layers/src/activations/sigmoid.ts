// y = 1 / (1 + e⁻ˣ)      x: any shape   ->   y: the same shape, in 0 ... 1
import { defineLayer } from "@nudge/core";
import { sigmoid as logistic } from "../formulas/scalar.ts";
import { elementwise } from "./elementwise.ts";

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
export const sigmoid = /* @__PURE__ */ defineLayer("sigmoid", () =>
  elementwise({
    keeps: "output",
    forward: logistic,

    // y' = e⁻ˣ / (1 + e⁻ˣ)² = y (1 - y):   dx = dy y (1 - y)
    backward: (dy, y) => dy * y * (1 - y),
    formula: (m, x) => m.sigmoid(x),
  }),
);
