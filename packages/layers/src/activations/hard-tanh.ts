// y = x between minimum and maximum, else the nearer of them      x: any shape   ->   y: the same shape
import { defineLayer } from "@nudge/core";
import { elementwise } from "./elementwise.ts";
import { checkLimits } from "./limits.ts";

/**
 * The hyperbolic tangent made of straight pieces, entry by entry: `y = min(max(x, minimum), maximum)`, any shape -> the
 * same shape.
 *
 * The limits are -1 and 1 unless given. At the limits the derivative is 0; that of `clip` is 1 there. Throws unless
 * `minimum` is below `maximum`.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { hardTanh } from "@nudge/layers";
 *
 * console.log(toArray(createModel(hardTanh()).predict([[-3, 0.5, 3]])));
 * // [ [ -1, 0.5, 1 ] ]
 */
export const hardTanh = /* @__PURE__ */ defineLayer(
  "hardTanh",
  (minimum: number = -1, maximum: number = 1) => {
    checkLimits("hardTanh", minimum, maximum);
    return elementwise({
      keeps: "input",
      forward: (x) => Math.min(Math.max(x, minimum), maximum),
      // y' = 1 between the limits, else 0:   dx = dy y'
      backward: (dy, x) => (x <= minimum || x >= maximum ? 0 : dy),
      formula: (m, x) => m.minimum(m.maximum(x, minimum), maximum),
    });
  },
);
