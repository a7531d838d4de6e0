// y_i = exp x_i / Σ_k exp x_k, along an axis      x: any shape   ->   y: the same shape, in 0 ... 1
import { defineLayer, multiply, subtract, sum } from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { type AxisOptions, expectAlong, readersOfAxis } from "../arguments/axis.ts";
import { softmaxAlong } from "../formulas/softmax.ts";

/**
 * Softmax, probabilities along an axis: `y_i = exp x_i / Σ_k exp x_k`, any shape -> the same shape, from 0 to 1.
 *
 * Options: `axis`, the last one unless given. The largest entry is subtracted first, so that nothing overflows; an entry
 * of -Infinity gets 0. Before `softmaxCrossEntropy`, which takes logits, no softmax is needed. Throws when there is no
 * such axis.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { softmax } from "@nudge/layers";
 *
 * console.log(toArray(createModel(softmax()).predict([[1000, 1000, -1000]])));
 * // [ [ 0.5, 0.5, 0 ] ]
 */
export const softmax = /* @__PURE__ */ defineLayer("softmax", (options?: AxisOptions) => {
  const { axis } = readOptions("softmax", options, readersOfAxis());
  return {
    forward: (x) => {
      expectAlong(x, axis);
      const y = softmaxAlong(x, axis);
      return [y, y];
    },

    // dy_k/dx_i = y_k ([k = i] - y_i):   dx_i = Σ_k dy_k y_k ([k = i] - y_i) = y_i (dy_i - Σ_k dy_k y_k)
    backward: (dy, y) => ({
      input: multiply(y, subtract(dy, sum(multiply(dy, y), axis, { keepDims: true }))),
    }),

    symbolic: (x, _, graph) => {
      const powers = graph.exp(graph.subtract(x, graph.max(x, axis)));
      return graph.divide(powers, graph.sum(powers, axis));
    },
  };
});
