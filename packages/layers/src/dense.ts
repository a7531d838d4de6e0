// y = x W + b      x: [n, in]   W: [in, out]   b: [out]   ->   y: [n, out]
import { add, defineLayer, expectShape, heNormal, matmul, sum, transpose, zeros } from "@nudge/core";

function expectSize(what: string, size: number): void {
  if (!Number.isInteger(size) || size < 1)
    throw new Error(`dense: expected ${what} to be a whole number above 0, got ${size}`);
}

/**
 * A fully connected layer: `y = x W + b`, `x: [n, inputs]` -> `y: [n, outputs]`.
 *
 * Its parameters are `weight: [inputs, outputs]`, which starts from `heNormal`, and `bias: [outputs]`, which starts
 * at 0. Throws when a size is not a whole number above 0, and when the input is not `[n, inputs]`.
 *
 * @example
 * import { createModel, formatShape } from "@nudge/core";
 * import { dense } from "@nudge/layers";
 *
 * const model = createModel(dense(4, 3), { seed: 1 });
 * console.log(formatShape(model.predict([[5.1, 3.5, 1.4, 0.2]]).shape));
 * // [1, 3]
 */
export const dense = defineLayer("dense", (inputs: number, outputs: number) => {
  expectSize("inputs", inputs);
  expectSize("outputs", outputs);
  return {
    parameters: { weight: heNormal([inputs, outputs]), bias: zeros([outputs]) },

    forward: (x, { weight, bias }) => {
      expectShape(x, ["n", inputs]);
      return [add(matmul(x, weight), bias), x];
    },

    // y_ij = Σ_k x_ik W_kj + b_j, and dL/dy_ij = dy_ij is given:
    //   dx_ik = Σ_j dy_ij W_kj   = (dy Wᵀ)_ik
    //   dW_kj = Σ_i x_ik dy_ij   = (xᵀ dy)_kj
    //   db_j  = Σ_i dy_ij
    backward: (dy, x, { weight }) => ({
      input: matmul(dy, transpose(weight)),
      weight: matmul(transpose(x), dy),
      bias: sum(dy, 0),
    }),
  };
});
