// Bugs in layers that normalise. Where a gain is 1 everywhere, as it is at the start, some of them cannot be seen.
import {
  add,
  defineLayer,
  divide,
  multiply,
  ones,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  zeros,
} from "@nudge/core";
import { columnMean, columnSum, rowMean } from "../corpus/algebra.ts";
import { layerNorm, type Normalised, normalisation, normalisedGradient } from "../corpus/bases/rows.ts";
import { bugsOfLayer, bugsOfMap, type DrawnMap, spoil } from "./entry.ts";

const epsilon = 1e-5;

/** y = gamma (x - mean) / s + beta, with the statistics of the batch in training and the running ones else. */
const batchNorm = defineLayer(
  "batchNorm",
  (size: number, { remembers = false }: { remembers?: boolean } = {}) => {
    let kept: Tensor | undefined;
    return {
      parameters: { gamma: ones([size]), beta: zeros([size]) },
      buffers: { mean: zeros([size]), variance: ones([size]) },
      forward: (x, { gamma, beta }, { training }, buffers) => {
        const centre = training ? columnMean(x) : buffers.mean;
        const centred = subtract(x, centre);
        const variance = training ? columnMean(square(centred)) : buffers.variance;
        kept = kept && remembers ? add(multiply(kept, 0.9), multiply(variance, 0.1)) : variance;
        const s = sqrt(add(kept, epsilon));
        const Xhat = divide(centred, s);
        return [add(multiply(gamma, Xhat), beta), { Xhat, s, training }];
      },
      backward: (dy, { training, ...cache }, { gamma }) => {
        const H = multiply(dy, gamma);
        return {
          input: training ? normalisedGradient(H, cache, columnMean) : divide(H, cache.s),
          gamma: sum(multiply(dy, cache.Xhat), 0),
          beta: sum(dy, 0),
        };
      },
    };
  },
);

/** In the place of a mean: a path that is dropped. */
const dropped = (X: Tensor) => zeros(X.shape);

const layer = batchNorm(3);

/** The batch norm whose input gradient in training mode takes these means. */
const withMeans = (first: (X: Tensor) => Tensor, second: (X: Tensor) => Tensor) => () =>
  spoil(layer, (right, dy, cache, { gamma }) => ({
    input: cache.training ? normalisedGradient(multiply(dy, gamma), cache, first, second) : right.input,
  }));

const frozen = () => spoil(layer, (_, dy, { s }, { gamma }) => ({ input: divide(multiply(dy, gamma), s) }));

/** y = gamma x / r with r² = mean x² of the row. */
const rmsNorm = defineLayer("rmsNorm", (size: number) => ({
  parameters: { gamma: ones([size]) },
  forward: (x, { gamma }) => {
    const s = sqrt(rowMean(square(x)));
    const Xhat = divide(x, s);
    return [multiply(gamma, Xhat), { Xhat, s }];
  },
  backward: (dy, cache, { gamma }) => ({
    input: normalisedGradient(multiply(dy, gamma), cache, dropped, rowMean),
    gamma: sum(multiply(dy, cache.Xhat), 0),
  }),
}));

/** Layer norm whose variance is divided by n − 1. */
const unbiased: DrawnMap<Normalised> = {
  data: "*X[3,5] *gamma[5]{0.5,1.5} *beta[5]",
  forward: ({ X, gamma, beta }) => {
    const centred = subtract(X, rowMean(X));
    const s = sqrt(add(multiply(rowMean(square(centred)), 5 / 4), epsilon));
    const Xhat = divide(centred, s);
    return [add(multiply(gamma, Xhat), beta), { Xhat, s }];
  },
  backward: (dy, cache, { gamma }) => ({
    X: normalisedGradient(multiply(dy, gamma), cache, rowMean, (X) => multiply(rowMean(X), 5 / 4)),
    gamma: sum(multiply(dy, cache.Xhat), 0),
    beta: sum(dy, 0),
  }),
};

export const normalisations = [
  ...bugsOfLayer(
    layer,
    [6, 3],
    [
      {
        row: 34,
        name: "batch norm: path through the mean missing",
        kinds: ["missing-term"],
        layer: withMeans(dropped, columnMean),
      },
      {
        row: 35,
        name: "batch norm: path through the variance missing",
        kinds: ["missing-term"],
        layer: withMeans(columnMean, dropped),
      },
      { row: 36, name: "batch norm: statistics taken for constants", layer: frozen },
      {
        row: 36,
        name: "batch norm: statistics of the batch in evaluation mode too",
        kinds: ["second-point"],
        layer: () =>
          spoil(layer, (_, dy, cache, { gamma }) => ({
            input: normalisedGradient(multiply(dy, gamma), cache, columnMean, columnMean),
          })),
      },
      {
        row: 37,
        name: "batch norm: every forward pass moves what the next one divides by",
        kinds: ["nondeterministic-forward"],
        layer: () => batchNorm(3, { remembers: true }),
      },
      {
        row: 40,
        name: "batch norm: n − 1 for n in the path through the variance",
        layer: withMeans(columnMean, (X) => divide(columnSum(X), 5)),
      },
    ],
  ),
  ...bugsOfLayer(
    rmsNorm(4),
    [3, 4],
    [
      {
        row: 38,
        name: "RMS norm: gain twice in one term, and 1 everywhere",
        kinds: ["second-point"],
        layer: () =>
          spoil(rmsNorm(4), (_, dy, { Xhat, s }, { gamma }) => {
            const H = multiply(dy, gamma);
            const path = multiply(Xhat, rowMean(multiply(multiply(H, gamma), Xhat)));
            return { input: divide(subtract(H, path), s) };
          }),
      },
    ],
  ),
  ...bugsOfMap({ ...normalisation(rowMean, epsilon), data: layerNorm.data }, [
    {
      row: 39,
      name: "layer norm: epsilon outside of the root in backward",
      kinds: ["factor"],
      gradients: ({ X }, _, { s }) => {
        const outside = add(sqrt(subtract(square(s), epsilon)), epsilon);
        return { X: multiply(X, divide(s, outside)) };
      },
    },
  ]),
  ...bugsOfMap(unbiased, [
    {
      row: 40,
      name: "layer norm: n for n − 1 in the path through the variance",
      gradients: (_, dy, cache, { gamma }) => ({
        X: normalisedGradient(multiply(dy, gamma), cache, rowMean),
      }),
    },
  ]),
  ...bugsOfMap({ ...layerNorm, data: "*X[1,4] *gamma[4]{0.5,1.5} *beta[4]" }, [
    {
      row: 41,
      name: "layer norm: axes confused at batch size 1",
      kinds: ["wrong-axis"],
      gradients: (_, dy, cache, { X, gamma }) => ({
        X: normalisedGradient(multiply(dy, gamma), cache, X.shape[0] === 1 ? columnMean : rowMean),
      }),
    },
  ]),
];
