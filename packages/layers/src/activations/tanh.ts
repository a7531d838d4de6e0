// y = tanh x      x: any shape   ->   y: the same shape, in -1 ... 1
import { defineLayer } from "@nudge/core";
import { elementwise } from "./elementwise.ts";

/**
 * The hyperbolic tangent, entry by entry: `y = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)`, any shape -> the same shape, from -1 to 1.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { tanh } from "@nudge/layers";
 *
 * console.log(toArray(createModel(tanh()).predict([[-1000, 0, 1000]])));
 * // [ [ -1, 0, 1 ] ]
 */
export const tanh = /* @__PURE__ */ defineLayer("tanh", () =>
  elementwise({
    keeps: "output",
    forward: Math.tanh,

    // tanh' = 1 - tanh²:   dx = dy (1 - y²)
    backward: (dy, y) => dy * (1 - y * y),
    formula: (m, x) => m.tanh(x),
  }),
);
