// y = log(1 + e^(β x)) / β      x: any shape   ->   y: the same shape, above 0
import { defineLayer } from "@nudge/core";
import { checkArguments, positive } from "@nudge/core/internal";
import { softplus as scalarSoftplus, sigmoid } from "../formulas/scalar.ts";
import { elementwise } from "./elementwise.ts";

/**
 * Softplus, a smooth `max(x, 0)`, entry by entry: `y = log(1 + e^(beta x)) / beta`, any shape -> the same shape.
 *
 * `beta` is 1 unless given; the larger, the sharper the bend. Never overflows, and needs no threshold above which it is
 * taken as x. Throws when `beta` is not above 0.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { softplus } from "@nudge/layers";
 *
 * console.log(toArray(createModel(softplus()).predict([[-1000, 0, 1000]])));
 * // [ [ 0, 0.6931471805599453, 1000 ] ]
 */
export const softplus = /* @__PURE__ */ defineLayer("softplus", (beta: number = 1) => {
  checkArguments("softplus", positive(), { beta });
  return elementwise({
    keeps: "input",
    forward: (x) => scalarSoftplus(beta * x) / beta,
    // y' = e^(β x) / (1 + e^(β x)) = σ(β x):   dx = dy y'
    backward: (dy, x) => dy * sigmoid(beta * x),
    formula: (m, x) => m.divide(m.softplus(m.multiply(beta, x)), beta),
  });
});
