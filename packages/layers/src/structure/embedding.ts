// y_i = W[x_i]      x: any shape, whole numbers   W: [count, size]   ->   y: [..., size]
import { copy, type Dtype, defineLayer, isTensor, type Rng, type Tensor, zeros } from "@nudge/core";
import { checkArguments, count as countReader, kind, optional, readOptions } from "@nudge/core/internal";

/** The options of `embedding`. */
export interface EmbeddingOptions {
  /** The index of a row that stays at 0 and is not trained. @defaultValue none */
  readonly paddingIndex?: number;
}

const isIndex = (value: unknown, rows: number) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < rows;

function readIndices(x: Tensor, rows: number): Int32Array {
  if (!isTensor(x)) throw new Error(`expected input of indices 0 ... ${rows - 1} as a tensor`);
  const { data } = copy(x);
  data.forEach((index, k) => {
    if (isIndex(index, rows)) return;
    throw new Error(`expected input of indices 0 ... ${rows - 1}, got ${index} as entry ${k}`);
  });
  return Int32Array.from(data);
}

/**
 * A vector for each index: `y_i = W[x_i]`, whole numbers `x` of any shape, 0 ... count - 1 -> `y: [..., size]`.
 *
 * Its parameter is `weight: [count, size]`, which starts from the normal distribution. The input has no gradient. Options:
 * `paddingIndex`, the index of a row that starts at 0 and gets no gradient. Throws when a size is not a whole number above
 * 0, and when an index is none.
 *
 * @example
 * import { createModel, formatShape, tensor } from "@nudge/core";
 * import { embedding } from "@nudge/layers";
 *
 * const model = createModel(embedding(1000, 16));
 * console.log(formatShape(model.predict([[3, 999, 3, 0]]).shape));
 * // [1, 4, 16]
 */
export const embedding = /* @__PURE__ */ defineLayer(
  "embedding",
  (count: number, size: number, options?: EmbeddingOptions) => {
    checkArguments("embedding", countReader(), { count, size });
    const index = kind<number>(`an index 0 ... ${count - 1}`, (value) => isIndex(value, count));
    const { paddingIndex } = readOptions("embedding", options, { paddingIndex: optional(index) });
    return {
      parameters: {
        weight: (rng: Rng) => {
          const weight = zeros([count, size]);
          for (let i = 0; i < count * size; i++)
            weight.data[i] = Math.floor(i / size) === paddingIndex ? 0 : rng.normal();
          return weight;
        },
      },

      forward: (x, { weight }) => {
        const indices = readIndices(x, count);
        const y = zeros([...x.shape, size], weight.dtype as Dtype);
        const rows = copy(weight).data;
        for (const [k, index] of indices.entries())
          y.data.set(rows.subarray(index * size, (index + 1) * size), k * size);
        return [y, indices];
      },

      // Row w of W is the output wherever w stands in x:   dW_w = Σ_{i: x_i = w} dy_i
      backward: (dy, indices) => {
        const weight = zeros([count, size], dy.dtype as Dtype);
        const { data } = copy(dy);
        indices.forEach((index, k) => {
          if (index === paddingIndex) return;
          for (let j = 0; j < size; j++) weight.data[index * size + j] += data[k * size + j];
        });
        return { input: null, weight };
      },
    };
  },
);
