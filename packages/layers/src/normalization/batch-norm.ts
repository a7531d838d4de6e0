// y = γ x̂ + β, x̂ = (x - μ) / √(v + ε)      x: [n, features, ...]   γ, β: [features]   ->   y: as x
// where μ and v are the mean and variance of each feature: of the batch in training, running ones in evaluation
import {
  add,
  defineLayer,
  divide,
  multiply,
  ones,
  sqrt,
  subtract,
  sum,
  type Tensor,
  tensors,
  zeros,
} from "@nudge/core";
import { checkArguments, count, flag, positive, readOptions, share } from "@nudge/core/internal";
import type { Complete } from "../arguments/complete.ts";
import { alongChannels, channelRows, expectChannels, fromChannelRows } from "../formulas/channels.ts";
import { standardize, standardizeBackward } from "./standardize.ts";

/** The options of `batchNorm`. */
export interface BatchNormOptions {
  /** Added to the variance: above 0. @defaultValue 1e-5 */
  readonly epsilon?: number;
  /** How much of a batch goes into the running statistics: at least 0 and below 1. @defaultValue 0.1 */
  readonly momentum?: number;
  /** Whether there are gamma and beta. @defaultValue true */
  readonly affine?: boolean;
}

const column = (x: Tensor) => tensors.reshape(x, [x.size, 1]);

const define = /* @__PURE__ */ defineLayer("batchNorm", (features: number, options?: BatchNormOptions) => {
  checkArguments("batchNorm", count(), { features });
  const { epsilon, momentum, affine } = readOptions("batchNorm", options, {
    epsilon: positive(1e-5),
    momentum: share(0.1),
    affine: flag(true),
  });

  const blend = (running: Tensor, batch: Tensor) =>
    add(multiply(running, 1 - momentum), multiply(tensors.reshape(batch, [features]), momentum));

  return {
    parameters: {
      gamma: affine ? ones([features]) : undefined,
      beta: affine ? zeros([features]) : undefined,
    },
    buffers: { runningMean: zeros([features]), runningVariance: ones([features]) },

    forward: (x, { gamma, beta }, { training }, { runningMean, runningVariance }) => {
      expectChannels(x, features);
      const rows = channelRows(x);
      const values = rows.shape[1];
      if (training && values < 2) {
        const got = values === 1 ? "a batch of one" : "an empty batch";
        throw new Error(`expected more than one value of each feature in training, got ${got}`);
      }

      const ofBatch = training ? standardize(rows, epsilon) : undefined;
      const deviation = ofBatch?.deviation ?? sqrt(add(column(runningVariance), epsilon));
      const standard = ofBatch?.standard ?? divide(subtract(rows, column(runningMean)), deviation);
      const y = gamma && beta ? add(multiply(standard, column(gamma)), column(beta)) : standard;
      const buffersAfter = ofBatch && {
        runningMean: blend(runningMean, ofBatch.average),
        runningVariance: blend(runningVariance, multiply(ofBatch.variance, values / (values - 1))),
      };
      return [fromChannelRows(y, x.shape), { standard, deviation, training }, buffersAfter];
    },

    // h = dL/dx̂ = γ dy,   dγ = Σ dy x̂,   dβ = Σ dy, over the batch.
    // In evaluation μ and v do not depend on x:   dx = h / s;   in training see `standardizeBackward`.
    backward: (dy, { standard, deviation, training }, { gamma }) => {
      const rows = channelRows(dy);
      const h = gamma ? multiply(rows, column(gamma)) : rows;
      const dx = training ? standardizeBackward(h, { standard, deviation }) : divide(h, deviation);
      return {
        input: fromChannelRows(dx, dy.shape),
        gamma: gamma && sum(multiply(rows, standard), 1),
        beta: gamma && sum(rows, 1),
      };
    },

    symbolic: (x, { gamma, beta }, graph, { runningMean, runningVariance }) => {
      const deviation = sqrt(add(runningVariance, epsilon));
      const centered = graph.subtract(x, alongChannels(runningMean, x));
      const standard = graph.divide(centered, alongChannels(deviation, x));
      return gamma && beta
        ? graph.add(graph.multiply(standard, alongChannels(gamma, x)), alongChannels(beta, x))
        : standard;
    },
  };
});

/**
 * Batch normalisation: `y = gamma x̂ + beta`, `x̂ = (x - mean) / √(variance + epsilon)`, by features, which are axis 1:
 * `x: [n, features]` or `[n, features, ...]` -> the same shape.
 *
 * In training, mean and (biased) variance are those of the batch, and go into the running ones: `running = (1 - momentum)
 * running + momentum batch`, with the unbiased variance. In evaluation they are the running ones, which are the buffers
 * `runningMean` and `runningVariance`. Its parameters are `gamma: [features]`, which starts at 1, and `beta: [features]`,
 * which starts at 0; `affine: false` leaves them out. Throws in training on one value of a feature, which has no variance.
 *
 * Source: Ioffe and Szegedy, Batch normalization, 2015.
 *
 * @example
 * import { rng, tensor, toArray } from "@nudge/core";
 * import { batchNorm } from "@nudge/layers";
 *
 * const layer = batchNorm(1, { epsilon: 1e-20 });
 * const parameters = { gamma: tensor([1]), beta: tensor([0]) };
 * const buffers = { runningMean: tensor([0]), runningVariance: tensor([1]) };
 * const [y, , after] = layer.forward(tensor([[1], [3]]), parameters, { training: true, rng: rng(0) }, buffers);
 * console.log(toArray(y), toArray(after!.runningMean), toArray(after!.runningVariance));
 * // [ [ -1 ], [ 1 ] ] [ 0.2 ] [ 1.1 ]
 */
export const batchNorm = define as Complete<typeof define>;
