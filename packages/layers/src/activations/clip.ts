// y = x from minimum to maximum, else the nearer of them      x: any shape   ->   y: the same shape
import { defineLayer, map } from "@nudge/core";
import { checkLimits } from "../arguments.ts";

/**
 * Keeps every entry between two limits: `y = min(max(x, minimum), maximum)`, any shape -> the same shape.
 *
 * At the limits the derivative is 1; that of `hardTanh` is 0 there. `clip(0, 6)` is also known as relu6. Throws unless
 * `minimum` is below `maximum`.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { clip } from "@nudge/layers";
 *
 * console.log(toArray(createModel(clip(0, 6)).predict([[-3, 0.5, 7]])));
 * // [ [ 0, 0.5, 6 ] ]
 */
export const clip = defineLayer("clip", (minimum: number, maximum: number) => {
  checkLimits("clip", minimum, maximum);
  return {
    forward: (x) => [map(x, (v) => Math.min(Math.max(v, minimum), maximum)), x],

    // y' = 1 from limit to limit, else 0:   dx = dy y'
    backward: (dy, x) => ({ input: map(dy, x, (d, v) => (v < minimum || v > maximum ? 0 : d)) }),
  };
});
