// y = x above 0, slope x elsewhere      x: any shape   ->   y: the same shape
import { defineLayer } from "@nudge/core";
import { checkArguments, finite } from "@nudge/core/internal";
import { elementwise } from "./elementwise.ts";

/**
 * The leaky rectified linear unit, entry by entry: `y = x` above 0 and `y = slope x` elsewhere, any shape -> the same
 * shape.
 *
 * `slope` is 0.01 unless given, and also the derivative at 0. Throws when it is not finite.
 *
 * Source: Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { leakyRelu } from "@nudge/layers";
 *
 * console.log(toArray(createModel(leakyRelu(0.1)).predict([[-2, 0, 3]])));
 * // [ [ -0.2, 0, 3 ] ]
 */
export const leakyRelu = /* @__PURE__ */ defineLayer("leakyRelu", (slope: number = 0.01) => {
  checkArguments("leakyRelu", finite(), { slope });
  return elementwise({
    keeps: "input",
    forward: (x) => (x > 0 ? x : slope * x),
    // y' = 1 where x > 0, else slope:   dx = dy y'
    backward: (dy, x) => (x > 0 ? dy : slope * dy),
    formula: (m, x) => m.ifPositive(x, x, m.multiply(slope, x)),
  });
});
