// y = concat(y_1 ... y_heads) Wo + bo, y_h = attention(Q_h, K_h, V_h), Q = x Wq + bq, K = x Wk + bk, V = x Wv + bv
// x: [batch, time, size]   W: [size, size]   b: [size]   ->   y: [batch, time, size]; head h takes its own size / heads columns
import { add, copy, defineLayer, type Tensor, tensors, transpose } from "@nudge/core";
import { checkArguments, count, readOptions, refusal } from "@nudge/core/internal";
import { type BiasOptions, readersOfBias } from "../arguments/bias.ts";
import { expectSequence } from "../arguments/inputs.ts";
import { dense } from "../structure/dense.ts";
import { type AttentionOptions, attention, readersOfAttention } from "./attention.ts";

/** [batch, time, size] -> [batch, heads, time, size / heads] */
function split(x: Tensor, heads: number): Tensor {
  const [batch, time, size] = x.shape;
  return transpose(tensors.reshape(x, [batch, time, heads, size / heads]), [0, 2, 1, 3]);
}

/** The way back from `split`. */
function join(x: Tensor): Tensor {
  const [batch, heads, time, columns] = x.shape;
  return tensors.reshape(copy(transpose(x, [0, 2, 1, 3])), [batch, time, heads * columns]);
}

/**
 * Multi-head self-attention: `Q = x Wq + bq`, and K and V likewise, are split by columns into `heads` parts, each of which
 * goes through `attention`; the results, joined, through the output projection `Wo`, `bo`. `x: [batch, time, size]` ->
 * `y: [batch, time, size]`.
 *
 * Its parameters are `query`, `key`, `value` and `output`, each with `weight: [size, size]`, which starts from `heNormal`,
 * and `bias: [size]`, which starts at 0. Options: `causal: true` hides what comes later; `bias: false`. Throws unless
 * `heads` divides `size`, and when the input is not `[batch, time, size]`.
 *
 * Source: Vaswani and others, Attention is all you need, 2017.
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { multiHeadSelfAttention } from "@nudge/layers";
 *
 * const model = createModel(multiHeadSelfAttention(8, 2));
 * console.log(model.slices.map(({ name }) => name).join(", "));
 * // query.weight, query.bias, key.weight, key.bias, value.weight, value.bias, output.weight, output.bias
 */
export const multiHeadSelfAttention = /* @__PURE__ */ defineLayer(
  "multiHeadSelfAttention",
  (size: number, heads: number, options?: AttentionOptions & BiasOptions) => {
    checkArguments("multiHeadSelfAttention", count(), { size, heads });
    if (size % heads !== 0)
      throw refusal("multiHeadSelfAttention", `heads must divide the size ${size}`, heads);
    const { causal, bias } = readOptions("multiHeadSelfAttention", options, {
      ...readersOfAttention(),
      ...readersOfBias(),
    });
    const projection = () => dense(size, size, { bias });
    const [query, key, value, output] = [projection(), projection(), projection(), projection()];
    const attend = attention({ causal });
    return {
      parameters: {
        query: query.parameters,
        key: key.parameters,
        value: value.parameters,
        output: output.parameters,
      },
      children: [query, key, value, output],

      forward: (x, parameters, pass) => {
        expectSequence(x, size);
        const [q, qCache] = query.forward(x, parameters.query, pass, {});
        const [k, kCache] = key.forward(x, parameters.key, pass, {});
        const [v, vCache] = value.forward(x, parameters.value, pass, {});
        const parts = { query: split(q, heads), key: split(k, heads), value: split(v, heads) };
        const [attended, cache] = attend.forward(parts, {}, pass, {});
        const [y, outputCache] = output.forward(join(attended), parameters.output, pass, {});
        return [y, { qCache, kCache, vCache, cache, outputCache }];
      },

      // The chain rule, from the output back; x moves query, key and value, so dx is the sum of theirs.
      backward: (dy, { qCache, kCache, vCache, cache, outputCache }, parameters) => {
        const { input: dAttended, ...dOutput } = output.backward(dy, outputCache, parameters.output);
        const { input: parts } = attend.backward(split(dAttended as Tensor, heads), cache, {});
        const { input: xq, ...dQuery } = query.backward(
          join(parts.query as Tensor),
          qCache,
          parameters.query,
        );
        const { input: xk, ...dKey } = key.backward(join(parts.key as Tensor), kCache, parameters.key);
        const { input: xv, ...dValue } = value.backward(
          join(parts.value as Tensor),
          vCache,
          parameters.value,
        );
        return {
          input: add(add(xq as Tensor, xk as Tensor), xv as Tensor),
          query: dQuery,
          key: dKey,
          value: dValue,
          output: dOutput,
        };
      },
    };
  },
);
