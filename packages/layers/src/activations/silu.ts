// y = x σ(x) = x / (1 + e⁻ˣ)      x: any shape   ->   y: the same shape
import { defineLayer } from "@nudge/core";
import { sigmoid } from "../formulas/scalar.ts";
import { elementwise } from "./elementwise.ts";

/**
 * The sigmoid-weighted linear unit, also called swish, entry by entry: `y = x σ(x)` with `σ(x) = 1 / (1 + e⁻ˣ)`, any
 * shape -> the same shape.
 *
 * Source: Elfwing, Uchibe and Doya, Sigmoid-weighted linear units for neural network function approximation, 2018.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { silu } from "@nudge/layers";
 *
 * console.log(toArray(createModel(silu()).predict([[-1, 0, 1000]])));
 * // [ [ -0.2689414213699951, 0, 1000 ] ]
 */
export const silu = /* @__PURE__ */ defineLayer("silu", () =>
  elementwise({
    keeps: "input",
    forward: (x) => x * sigmoid(x),
    // σ' = σ (1 - σ), so y' = σ + x σ (1 - σ) = σ (1 + x (1 - σ)):   dx = dy y'
    backward: (dy, x) => {
      const s = sigmoid(x);
      return dy * s * (1 + x * (1 - s));
    },
    formula: (m, x) => m.multiply(x, m.sigmoid(x)),
  }),
);
