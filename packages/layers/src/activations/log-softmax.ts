// y_i = x_i - log Σ_k exp x_k, along an axis      x: any shape   ->   y: the same shape, up to 0
import { defineLayer, exp, log, max, multiply, subtract, sum } from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { type AxisOptions, expectAlong, readersOfAxis } from "../arguments/axis.ts";

/**
 * The logarithm of softmax along an axis: `y_i = x_i - log Σ_k exp x_k`, any shape -> the same shape, up to 0.
 *
 * Options: `axis`, the last one unless given. Right also where the probability itself would round to 0. Throws when there
 * is no such axis.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { logSoftmax } from "@nudge/layers";
 *
 * console.log(toArray(createModel(logSoftmax()).predict([[1000, -1000]])));
 * // [ [ 0, -2000 ] ]
 */
export const logSoftmax = /* @__PURE__ */ defineLayer("logSoftmax", (options?: AxisOptions) => {
  const { axis } = readOptions("logSoftmax", options, readersOfAxis());
  return {
    forward: (x) => {
      expectAlong(x, axis);
      const shifted = subtract(x, max(x, axis, { keepDims: true }));
      const y = subtract(shifted, log(sum(exp(shifted), axis, { keepDims: true })));
      return [y, y];
    },

    // dy_k/dx_i = [k = i] - exp y_i:   dx_i = dy_i - exp y_i Σ_k dy_k
    backward: (dy, y) => ({ input: subtract(dy, multiply(exp(y), sum(dy, axis, { keepDims: true }))) }),

    symbolic: (x, _, graph) => {
      const shifted = graph.subtract(x, graph.max(x, axis));
      return graph.subtract(shifted, graph.log(graph.sum(graph.exp(shifted), axis)));
    },
  };
});
