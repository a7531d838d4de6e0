// y = x above 0, slope x elsewhere      x: [n, channels, ...]   slope: [channels], or [1] for all   ->   y: as x
import { constant, type Dtype, defineLayer, full, map, multiply, sum } from "@nudge/core";
import { checkArguments, count } from "@nudge/core/internal";
import { alongChannels, channelRows, expectChannels } from "../formulas/channels.ts";

/**
 * The leaky rectified linear unit with slopes that are learnt: `y = x` above 0 and `y = slope x` elsewhere,
 * `x: [n, channels, ...]` -> the same shape.
 *
 * Its parameter is `slope: [channels]`, which starts at 0.25. Unless `channels` is given there is one slope for all, and
 * the input may have any shape. Throws when `channels` is not a whole number above 0, or not that of the input.
 *
 * Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { prelu } from "@nudge/layers";
 *
 * console.log(toArray(createModel(prelu(3)).predict([[-2, 0, 3]])));
 * // [ [ -0.5, 0, 3 ] ]
 */
export const prelu = /* @__PURE__ */ defineLayer("prelu", (channels: number = 1) => {
  checkArguments("prelu", count(), { channels });
  return {
    parameters: { slope: constant([channels], 0.25) },

    forward: (x, { slope }) => {
      if (channels > 1) expectChannels(x, channels);
      return [map(x, alongChannels(slope, x), (v, s) => (v > 0 ? v : s * v)), x];
    },

    // Where x > 0: dx = dy.   Elsewhere y = slope x: dx = slope dy, and dslope = Σ dy x over all entries that it scales.
    backward: (dy, x, { slope }) => {
      const rate = map(x, alongChannels(slope, x), (v, s) => (v > 0 ? 1 : s));
      const products = map(dy, x, (d, v) => (v > 0 ? 0 : d * v));
      return {
        input: multiply(dy, rate),
        slope: channels > 1 ? sum(channelRows(products), 1) : full([1], sum(products), x.dtype as Dtype),
      };
    },

    symbolic: (x, { slope }, graph) =>
      graph.map((m, v, s) => m.ifPositive(v, v, m.multiply(s, v)), x, alongChannels(slope, x)),
  };
});
