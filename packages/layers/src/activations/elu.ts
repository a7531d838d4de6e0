// y = x above 0, α (eˣ - 1) elsewhere      x: any shape   ->   y: the same shape, above -α
import { defineLayer, map } from "@nudge/core";
import { checkFinite } from "../arguments.ts";

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
export const elu = defineLayer("elu", (alpha: number = 1) => {
  checkFinite("elu", { alpha });
  return {
    forward: (x) => [map(x, (v) => (v > 0 ? v : alpha * Math.expm1(v))), x],

    // y' = 1 where x > 0, else α eˣ:   dx = dy y'
    backward: (dy, x) => ({ input: map(dy, x, (d, v) => (v > 0 ? d : d * alpha * Math.exp(v))) }),
  };
});
