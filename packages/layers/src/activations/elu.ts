// y = x above 0, α (eˣ - 1) elsewhere      x: any shape   ->   y: the same shape, above -α
import { defineLayer } from "@nudge/core";
import { checkArguments, finite } from "@nudge/core/internal";
import { elementwise } from "./elementwise.ts";

/**
 * The exponential linear unit, entry by entry: `y = x` above 0 and `y = alpha (eˣ - 1)` elsewhere, any shape -> the same
 * shape.
 *
 * `alpha` is 1 unless given, and also the derivative at 0. Throws when it is not finite.
 *
 * Source: Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units, 2016.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { elu } from "@nudge/layers";
 *
 * console.log(toArray(createModel(elu(2)).predict([[-1000, 0, 3]])));
 * // [ [ -2, 0, 3 ] ]
 */
export const elu = /* @__PURE__ */ defineLayer("elu", (alpha: number = 1) => {
  checkArguments("elu", finite(), { alpha });
  return elementwise({
    keeps: "input",
    forward: (x) => (x > 0 ? x : alpha * Math.expm1(x)),
    // y' = 1 where x > 0, else α eˣ:   dx = dy y'
    backward: (dy, x) => (x > 0 ? dy : dy * alpha * Math.exp(x)),
    formula: (m, x) => m.ifPositive(x, x, m.multiply(alpha, m.expm1(x))),
  });
});
