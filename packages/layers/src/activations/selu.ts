// y = s x above 0, s a (eˣ - 1) elsewhere, with s = 1.0507... and a = 1.6732...      x: any shape   ->   y: the same shape
import { defineLayer } from "@nudge/core";
import { elementwise } from "./elementwise.ts";

// With these, and weights from lecunNormal, outputs keep mean 0 and variance 1 from layer to layer.
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/**
 * The scaled exponential linear unit, entry by entry: `y = s x` above 0 and `y = s a (eˣ - 1)` elsewhere, with
 * s = 1.0507... and a = 1.6732..., any shape -> the same shape.
 *
 * Keeps mean 0 and variance 1 from layer to layer where weights start from `lecunNormal`. The derivative at 0 is s a.
 *
 * Source: Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, 2017.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { selu } from "@nudge/layers";
 *
 * console.log(toArray(createModel(selu()).predict([[-1000, 0, 1]])));
 * // [ [ -1.7580993408473766, 0, 1.0507009873554805 ] ]
 */
export const selu = /* @__PURE__ */ defineLayer("selu", () =>
  elementwise({
    keeps: "input",
    forward: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
    // y' = s where x > 0, else s a eˣ:   dx = dy y'
    backward: (dy, x) => dy * scale * (x > 0 ? 1 : alpha * Math.exp(x)),
    formula: (m, x) => m.multiply(scale, m.ifPositive(x, x, m.multiply(alpha, m.expm1(x)))),
  }),
);
