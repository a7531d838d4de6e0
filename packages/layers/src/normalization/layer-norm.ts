// y = γ x̂ + β, x̂ = (x - μ) / √(v + ε)      x: [..., shape]   γ, β: shape   ->   y: as x
// where μ and v are the mean and variance over the axes of `shape`, the last ones of x
import { add, defineLayer, expectShape, multiply, ones, sum, tensors, zeros } from "@nudge/core";
import type { Complete } from "../arguments/complete.ts";
import { type NormOptions, readNorm } from "./norm-options.ts";
import { standardize, standardizeBackward, standardizeSymbolic } from "./standardize.ts";

const define = /* @__PURE__ */ defineLayer(
  "layerNorm",
  (shape: number | readonly number[], options?: NormOptions) => {
    const { axes, size, epsilon, affine } = readNorm("layerNorm", shape, options);
    return {
      parameters: {
        gamma: affine ? ones(axes) : undefined,
        beta: affine ? zeros(axes) : undefined,
      },

      forward: (x, { gamma, beta }) => {
        expectShape(x, ["...", ...axes]);
        const rows = standardize(tensors.reshape(x, [x.size / size, size]), epsilon);
        const standard = tensors.reshape(rows.standard, x.shape);
        const y = gamma && beta ? add(multiply(standard, gamma), beta) : standard;
        return [y, rows];
      },

      // h = dL/dx̂ = γ dy, and dx follows by rows;   dγ = Σ dy x̂,   dβ = Σ dy, over the rows
      backward: (dy, { standard, deviation }, { gamma }) => {
        const rows = tensors.reshape(dy, standard.shape);
        const h = gamma ? multiply(rows, tensors.reshape(gamma, [size])) : rows;
        return {
          input: tensors.reshape(standardizeBackward(h, { standard, deviation }), dy.shape),
          gamma: gamma && tensors.reshape(sum(multiply(rows, standard), 0), axes),
          beta: gamma && tensors.reshape(sum(rows, 0), axes),
        };
      },

      symbolic: (x, { gamma, beta }, graph) => {
        const rows = graph.reshape(x, [...x.shape.slice(0, -axes.length), size]);
        const standard = graph.reshape(standardizeSymbolic(rows, epsilon, graph), x.shape);
        return gamma && beta ? graph.add(graph.multiply(standard, gamma), beta) : standard;
      },
    };
  },
);

/**
 * Layer normalisation: `y = gamma x̂ + beta`, `x̂ = (x - mean) / √(variance + epsilon)`, with mean and (biased) variance
 * over the last axes, those of `shape`: `x: [..., shape]` -> the same shape.
 *
 * `shape` is a length or a list of them. Its parameters are `gamma: shape`, which starts at 1, and `beta: shape`, which
 * starts at 0. Options: `epsilon`, 1e-5 unless given; `affine: false` leaves the parameters out. Throws when the last axes
 * of the input are not `shape`.
 *
 * Source: Ba, Kiros and Hinton, Layer normalization, 2016.
 *
 * @example
 * import { createModel, format } from "@nudge/core";
 * import { layerNorm } from "@nudge/layers";
 *
 * console.log(format(createModel(layerNorm(2)).predict([[1, 3], [10, 10]])));
 * // tensor [2, 2] float64
 * // [[-0.999995 0.999995]
 * //  [ 0        0       ]]
 */
export const layerNorm = define as Complete<typeof define>;
