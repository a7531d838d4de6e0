// y_nc = mean over all else of x_nc...      x: [n, channels, ...]   ->   y: [n, channels]
import {
  type Dtype,
  defineLayer,
  divide,
  expectShape,
  formatShape,
  mean,
  multiply,
  ones,
  tensors,
} from "@nudge/core";
import { spaceOf } from "../formulas/channels.ts";

/**
 * The mean of each channel: `y_nc = mean x_nc...`, `x: [n, channels, length]` or `[n, channels, height, width]` ->
 * `y: [n, channels]`.
 *
 * Throws when the input has less than three axes, and when its channels are empty.
 *
 * Source: Lin, Chen and Yan, Network in network, 2014.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { globalAveragePool } from "@nudge/layers";
 *
 * console.log(toArray(createModel(globalAveragePool()).predict([[[1, 2, 3], [4, 4, 4]]])));
 * // [ [ 2, 4 ] ]
 */
export const globalAveragePool = /* @__PURE__ */ defineLayer("globalAveragePool", () => ({
  forward: (x) => {
    expectShape(x, ["..."]);
    const { shape } = x;
    if (shape.length <= 2) throw new Error(`expected input [n, channels, ...], got ${formatShape(shape)}`);
    const [n, channels] = shape;
    const count = spaceOf(shape);
    if (count === 0)
      throw new Error(`expected input with entries in its channels, got ${formatShape(shape)}`);
    return [mean(tensors.reshape(x, [n, channels, count]), 2), shape];
  },

  // y = Σ x / count:   every entry of the channel gets dy / count
  backward: (dy, shape) => {
    const each = divide(tensors.reshape(dy, [...dy.shape, ...shape.slice(2).map(() => 1)]), spaceOf(shape));
    return { input: multiply(each, ones(shape, dy.dtype as Dtype)) };
  },

  symbolic: (x, _, graph) => {
    const [, channels] = x.shape;
    const y = graph.mean(graph.reshape(x, [1, channels, spaceOf(x.shape)]), 2);
    return graph.reshape(y, [1, channels]);
  },
}));
