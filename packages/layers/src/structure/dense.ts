// y = x W + b      x: [n, in]   W: [in, out]   b: [out]   ->   y: [n, out]
import {
  add,
  defineLayer,
  expectShape,
  heNormal,
  matmul,
  notNeeded,
  sum,
  type Tensor,
  tensors,
  transpose,
  zeros,
} from "@nudge/core";
import { checkArguments, count, readOptions } from "@nudge/core/internal";
import { type BiasOptions, readersOfBias } from "../arguments/bias.ts";
import type { Complete } from "../arguments/complete.ts";

/** All axes but the last made one: [..., in] -> [n, in]. */
const rows = (x: Tensor) =>
  x.dimension === 2 ? x : tensors.reshape(x, [x.size / x.shape.at(-1)!, x.shape.at(-1)!]);

/** The way back, to the axes of x: [n, out] -> [..., out]. */
const likeRowsOf = (x: Tensor, y: Tensor) =>
  x.dimension === 2 ? y : tensors.reshape(y, x.shape.with(-1, y.shape[1]));

const define = /* @__PURE__ */ defineLayer(
  "dense",
  (inputs: number, outputs: number, options?: BiasOptions) => {
    checkArguments("dense", count(), { inputs, outputs });
    const { bias: biased } = readOptions("dense", options, readersOfBias());
    return {
      parameters: { weight: heNormal([inputs, outputs]), bias: biased ? zeros([outputs]) : undefined },
      kernel: { kind: "affine", weight: "weight", bias: biased ? "bias" : undefined },

      forward: (x, { weight, bias }) => {
        expectShape(x, x?.dimension > 2 ? ["...", inputs] : ["n", inputs]);
        const y = matmul(rows(x), weight);
        return [likeRowsOf(x, bias ? add(y, bias) : y), x];
      },

      // y_ij = Σ_k x_ik W_kj + b_j, and dL/dy_ij = dy_ij is given:
      //   dx_ik = Σ_j dy_ij W_kj   = (dy Wᵀ)_ik
      //   dW_kj = Σ_i x_ik dy_ij   = (xᵀ dy)_kj
      //   db_j  = Σ_i dy_ij
      backward: (dy, x, { weight, bias }, needs) => ({
        input: needs.input ? likeRowsOf(x, matmul(rows(dy), transpose(weight))) : notNeeded,
        weight: matmul(transpose(rows(x)), rows(dy)),
        bias: bias && sum(rows(dy), 0),
      }),

      symbolic: (x, { weight, bias }, graph) => {
        const y = graph.matmul(x, weight);
        return bias ? graph.add(y, bias) : y;
      },
    };
  },
);

/**
 * A fully connected layer: `y = x W + b`, `x: [n, inputs]` -> `y: [n, outputs]`, or with more axes in front.
 *
 * Its parameters are `weight: [inputs, outputs]`, which starts from `heNormal`, and `bias: [outputs]`, which starts
 * at 0. Options: `bias: false` leaves the bias out. Throws when a size is not a whole number above 0, and when the last
 * axis of the input is not `inputs` long.
 *
 * @example
 * import { createModel, formatShape } from "@nudge/core";
 * import { dense } from "@nudge/layers";
 *
 * const model = createModel(dense(4, 3), { seed: 1 });
 * console.log(formatShape(model.predict([[5.1, 3.5, 1.4, 0.2]]).shape));
 * // [1, 3]
 */
export const dense = define as Complete<typeof define>;
