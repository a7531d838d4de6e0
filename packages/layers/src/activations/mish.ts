// y = x tanh(log(1 + eˣ))      x: any shape   ->   y: the same shape
import { defineLayer, map } from "@nudge/core";
import { sigmoid, softplus } from "../scalar.ts";

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
export const mish = defineLayer("mish", () => ({
  forward: (x) => [map(x, (v) => v * Math.tanh(softplus(v))), x],

  // With t = tanh(log(1 + eˣ)), and σ the derivative of log(1 + eˣ):   y' = t + x (1 - t²) σ,   dx = dy y'
  backward: (dy, x) => ({
    input: map(dy, x, (d, v) => {
      const t = Math.tanh(softplus(v));
      return d * (t + v * (1 - t * t) * sigmoid(v));
    }),
  }),
}));
