// y = P V, P = softmax(Q Kᵀ / √d) by rows      Q: [..., T, d]   K: [..., S, d]   V: [..., S, e]   ->   y: [..., T, e]
import {
  add,
  type Dtype,
  defineLayer,
  divide,
  expectShape,
  formatShape,
  matmul,
  multiply,
  type Tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { flag, type Readers, readOptions } from "@nudge/core/internal";
import { softmax } from "../activations/softmax.ts";
import { expectInputs } from "../arguments/inputs.ts";

/** The options of attention. */
export interface AttentionOptions {
  /** Whether a query sees only the keys up to its own place. @defaultValue false */
  readonly causal?: boolean;
}

/** What the options of attention must be. */
export const readersOfAttention = (): Readers<Required<AttentionOptions>> => ({ causal: flag(false) });

/** -Infinity where the key comes after the query, else 0: [queries, keys]. */
function causalMask(queries: number, keys: number, dtype: Dtype): Tensor {
  const mask = zeros([queries, keys], dtype);
  for (let i = 0; i < queries; i++)
    for (let j = i + 1; j < keys; j++) mask.set(i, j, Number.NEGATIVE_INFINITY);
  return mask;
}

/** The last two axes swapped. */
const turn = (x: Tensor) => transpose(x, [...x.shape.keys()].toSpliced(-2, 2, -1, -2));

const rows = /* @__PURE__ */ softmax();

/**
 * Scaled dot-product attention: `y = softmax(Q Kᵀ / √d) V`, the softmax by rows, over an input of three tensors: `query:
 * [..., T, d]`, `key: [..., S, d]`, `value: [..., S, e]` -> `y: [..., T, e]`.
 *
 * Options: `causal: true` hides the keys that come after a query. Throws when the shapes do not fit, and when there
 * is no key.
 *
 * Source: Vaswani and others, Attention is all you need, 2017.
 *
 * @example
 * import { createModel, tensor, toArray, zeros } from "@nudge/core";
 * import { attention } from "@nudge/layers";
 *
 * // Queries of 0 see all values alike; a causal one only those that came before.
 * const input = { query: zeros([1, 2, 3]), key: zeros([1, 2, 3]), value: tensor([[[2], [4]]]) };
 * console.log(toArray(createModel(attention()).predict(input)));
 * // [ [ [ 3 ], [ 3 ] ] ]
 * console.log(toArray(createModel(attention({ causal: true })).predict(input)));
 * // [ [ [ 2 ], [ 3 ] ] ]
 */
export const attention = /* @__PURE__ */ defineLayer("attention", (options?: AttentionOptions) => {
  const { causal } = readOptions("attention", options, readersOfAttention());
  return {
    forward: (input: { readonly query: Tensor; readonly key: Tensor; readonly value: Tensor }, _, pass) => {
      expectInputs(input, ["query", "key", "value"]);
      const { query, key, value } = input;
      expectShape(query, ["...", "T", "d"], "query");
      const [queries, d] = query.shape.slice(-2);
      const lead = query.shape.slice(0, -2);
      expectShape(key, [...lead, "S", d], "key");
      const keys = key.shape.at(-2) as number;
      expectShape(value, [...lead, keys, "e"], "value");
      if (keys === 0 || d === 0) throw new Error(`expected key with entries, got ${formatShape(key.shape)}`);

      const scores = divide(matmul(query, turn(key)), Math.sqrt(d));
      const seen = causal ? add(scores, causalMask(queries, keys, scores.dtype as Dtype)) : scores;
      const [weights] = rows.forward(seen, {}, pass, {});
      return [matmul(weights, value), { query, key, value, weights }];
    },

    // y = P V:   dV = Pᵀ dy,   dP = dy Vᵀ.   S = Q Kᵀ / √d gets dS from dP through softmax:   dQ = dS K / √d,   dK = dSᵀ Q / √d.
    // A hidden entry has P = 0, so its dS is 0.
    backward: (dy, { query, key, value, weights }) => {
      const [queries, outputs] = [query.shape.at(-2)!, value.shape.at(-1)!];
      expectShape(dy, [...query.shape.slice(0, -2), queries, outputs], "gradient of the output");
      const { input: dScores } = rows.backward(matmul(dy, turn(value)), weights, {});
      const scaled = multiply(dScores as Tensor, 1 / Math.sqrt(query.shape.at(-1) as number));
      return {
        input: {
          query: matmul(scaled, key),
          key: matmul(turn(scaled), query),
          value: matmul(turn(weights), dy),
        },
      };
    },
  };
});
