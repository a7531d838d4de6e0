// y = x from minimum to maximum, else the nearer of them      x: any shape   ->   y: the same shape
import { defineLayer } from "@nudge/core";
import { elementwise } from "./elementwise.ts";
import { checkLimits } from "./limits.ts";

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
export const clip = /* @__PURE__ */ defineLayer("clip", (minimum: number, maximum: number) => {
  checkLimits("clip", minimum, maximum);
  return elementwise({
    keeps: "input",
    forward: (x) => Math.min(Math.max(x, minimum), maximum),
    // y' = 1 from limit to limit, else 0:   dx = dy y'
    backward: (dy, x) => (x < minimum || x > maximum ? 0 : dy),
    formula: (m, x) => m.minimum(m.maximum(x, minimum), maximum),
  });
});
