// y = γ x̂, x̂ = x / r, r = √(mean x² + ε)      x: [..., shape]   γ: shape   ->   y: as x
import {
  add,
  defineLayer,
  divide,
  expectShape,
  mean,
  multiply,
  ones,
  sqrt,
  square,
  subtract,
  sum,
  tensors,
} from "@nudge/core";
import type { Complete } from "../arguments/complete.ts";
import { type NormOptions, readNorm } from "./norm-options.ts";

const define = /* @__PURE__ */ defineLayer(
  "rmsNorm",
  (shape: number | readonly number[], options?: NormOptions) => {
    const { axes, size, epsilon, affine } = readNorm("rmsNorm", shape, options);
    return {
      parameters: { gamma: affine ? ones(axes) : undefined },

      forward: (x, { gamma }) => {
        expectShape(x, ["...", ...axes]);
        const rows = tensors.reshape(x, [x.size / size, size]);
        const root = sqrt(add(mean(square(rows), 1, { keepDims: true }), epsilon));
        const standard = divide(rows, root);
        const y = gamma ? multiply(standard, tensors.reshape(gamma, [size])) : standard;
        return [tensors.reshape(y, x.shape), { standard, root }];
      },

      // With D entries in a row, dr/dx_k = x_k / (D r) = x̂_k / D:   dx̂_i/dx_k = ([i = k] - x̂_i x̂_k / D) / r
      // so that for h = dL/dx̂ = γ dy:   dx_k = (h_k - x̂_k mean(h x̂)) / r;   dγ = Σ dy x̂ over the rows
      backward: (dy, { standard, root }, { gamma }) => {
        const rows = tensors.reshape(dy, standard.shape);
        const h = gamma ? multiply(rows, tensors.reshape(gamma, [size])) : rows;
        const projected = multiply(standard, mean(multiply(h, standard), 1, { keepDims: true }));
        return {
          input: tensors.reshape(divide(subtract(h, projected), root), dy.shape),
          gamma: gamma && tensors.reshape(sum(multiply(rows, standard), 0), axes),
        };
      },

      symbolic: (x, { gamma }, graph) => {
        const rows = graph.reshape(x, [...x.shape.slice(0, -axes.length), size]);
        const meanSquare = graph.mean(graph.multiply(rows, rows), -1);
        const standard = graph.divide(rows, graph.sqrt(graph.add(meanSquare, epsilon)));
        const y = graph.reshape(standard, x.shape);
        return gamma ? graph.multiply(y, gamma) : y;
      },
    };
  },
);

/**
 * Root-mean-square normalisation: `y = gamma x / √(mean x² + epsilon)`, with the mean over the last axes, those of
 * `shape`: `x: [..., shape]` -> the same shape.
 *
 * `shape` is a length or a list of them. Its parameter is `gamma: shape`, which starts at 1. Options: `epsilon`, 1e-5
 * unless given; `affine: false` leaves gamma out. Throws when the last axes of the input are not `shape`.
 *
 * Source: Zhang and Sennrich, Root mean square layer normalization, 2019.
 *
 * @example
 * import { createModel, format } from "@nudge/core";
 * import { rmsNorm } from "@nudge/layers";
 *
 * console.log(format(createModel(rmsNorm(2)).predict([[1, 7], [10, 10]])));
 * // tensor [2, 2] float64
 * // [[0.2 1.4]
 * //  [1   1  ]]
 */
export const rmsNorm = define as Complete<typeof define>;
