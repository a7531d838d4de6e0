// y = x tanh(log(1 + eˣ))      x: any shape   ->   y: the same shape
import { defineLayer } from "@nudge/core";
import { sigmoid, softplus } from "../formulas/scalar.ts";
import { elementwise } from "./elementwise.ts";

/**
 * Mish, entry by entry: `y = x tanh(log(1 + eˣ))`, any shape -> the same shape.
 *
 * Source: Misra, Mish: a self regularized non-monotonic activation function, 2019.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { mish } from "@nudge/layers";
 *
 * console.log(toArray(createModel(mish()).predict([[-1000, 0, 1000]])));
 * // [ [ -0, 0, 1000 ] ]
 */
export const mish = /* @__PURE__ */ defineLayer("mish", () =>
  elementwise({
    keeps: "input",
    forward: (x) => x * Math.tanh(softplus(x)),
    // With t = tanh(log(1 + eˣ)), and σ the derivative of log(1 + eˣ):   y' = t + x (1 - t²) σ,   dx = dy y'
    backward: (dy, x) => {
      const t = Math.tanh(softplus(x));
      return dy * (t + x * (1 - t * t) * sigmoid(x));
    },
    formula: (m, x) => m.multiply(x, m.tanh(m.softplus(x))),
  }),
);
