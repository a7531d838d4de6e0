// Training is a generator that gives one result for each epoch, so that stopping, saving and watching are `break`,
// `await` and a line of your own.

import { readOptions } from "../arguments/options.ts";
import { count, flag, kind, optional } from "../arguments/reader.ts";
import { type Data, type Dataset, rowGatherer, toDataset } from "../data/data.ts";
import { setApart } from "../data/set-apart.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { checkModel, type Model } from "../layer/model.ts";
import { rng } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";
import { score } from "./evaluate.ts";
import { watchGrowth } from "./growth.ts";
import { type Metric, metricsReader, type Scores } from "./metrics.ts";
import { rateOf } from "./schedules/schedule.ts";
import { createStep } from "./step.ts";
import { type TrainerOptions, trainerReaders } from "./trainer-options.ts";

/** What an epoch may be validated on: a fraction of the rows, or data. */
export type Validation = number | Data | undefined;

/** How a model is trained on data. */
export interface TrainOptions<
  V extends Validation = Validation,
  M extends readonly Metric[] = readonly Metric[],
> extends TrainerOptions {
  /** How often to go through the data. */
  readonly epochs: number;
  /** Rows to a step. The last batch of an epoch may be smaller. @defaultValue 32 */
  readonly batchSize?: number;
  /** Whether each epoch takes the rows in a new order. @defaultValue true */
  readonly shuffle?: boolean;
  /** What each epoch is validated on: data, or the fraction of the rows to set apart for it at random. @defaultValue none */
  readonly validation?: V;
  /** What to measure in validation besides the loss. @defaultValue [] */
  readonly metrics?: M;
}

/** What one epoch of training came to. */
export type Epoch<V extends Validation = undefined, M extends readonly Metric[] = readonly []> = {
  /** Counted from 1. */
  readonly epoch: number;
  /** The steps taken so far. */
  readonly step: number;
  /** The mean over the rows of the epoch, each from before the step on its batch; with the penalty of `regularization`. */
  readonly loss: number;
} & (V extends undefined ? unknown : { readonly validation: Scores<M> });

const trainReaders = () => ({
  ...trainerReaders(),
  epochs: count(),
  batchSize: count(32),
  shuffle: flag(true),
  validation: optional(
    kind<number | Data>("data, or a fraction between 0 and 1", (value) =>
      typeof value === "number" ? value > 0 && value < 1 : typeof value === "object" && value !== null,
    ),
  ),
  metrics: metricsReader(),
});

/**
 * Trains a model on data, and gives one result after each epoch: `{ epoch, step, loss }`, with `validation` if that
 * was asked for. The same seed gives the same parameters to the last bit.
 *
 * Throws when an option is not what it must be; when the data are empty, ragged, not finite or of unequal length, with the
 * row and column; and when the loss or its gradient is no longer finite, with the epoch, the batch and the layer or
 * parameter where that arose, leaving the parameters as they were before that batch. A loss a million times the first one is
 * told once, by `console.warn`.
 *
 * @example
 * import { createModel, sgd, train } from "@nudge/core";
 * import { dense, meanSquaredError } from "@nudge/layers";
 *
 * const model = createModel(dense(1, 1), { seed: 1 });
 * const data = { inputs: [[0], [1], [2], [3]], targets: [[1], [3], [5], [7]] };
 * const options = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.1 }), epochs: 500, batchSize: 4 };
 * for (const { epoch, loss } of train(model, data, options)) {
 *   if (loss > 1e-6) continue;
 *   console.log(model.theta[0].toFixed(2), model.theta[1].toFixed(2));
 *   break;
 * }
 * // 2.00 1.00
 */
export function train<V extends Validation = undefined, const M extends readonly Metric[] = readonly []>(
  model: Model<InitialTree, Output>,
  data: Data,
  options: TrainOptions<V, M>,
): Generator<Epoch<V, M>, void, void> {
  return epochsOf("train", model, data, options);
}

/** What `train` gives, in the name of the function that was called. */
export function epochsOf<V extends Validation, M extends readonly Metric[]>(
  caller: string,
  model: Model<InitialTree, Output>,
  data: Data,
  options: TrainOptions<V, M>,
): Generator<Epoch<V, M>, void, void> {
  checkModel(caller, model);
  const settings = readOptions(caller, options as TrainOptions, trainReaders());
  const { loss, optimizer, schedule, epochs, batchSize, seed, shuffle, validation, metrics } = settings;
  if (metrics.length > 0 && validation === undefined)
    throw new Error(`${caller}: metrics are measured in validation, which must be given too`);

  const stream = rng(seed);
  const [splitting, shuffling, drawing] = [stream.fork(), stream.fork(), stream.fork()];
  const keep = (rows: Data, caller: string) => outsideArena(() => toDataset(rows, model.dtype, caller));
  let training = keep(data, caller);
  let apart: Dataset | undefined;
  if (typeof validation === "number") [training, apart] = setApart(training, validation, splitting, caller);
  else if (validation !== undefined) apart = keep(validation, `${caller}: validation`);
  const step = createStep(model, settings, drawing, caller);
  const gather = rowGatherer(training);

  function* run() {
    const losses: number[] = [];
    const watch = watchGrowth();
    let steps = 0;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = shuffle ? shuffling.permutation(training.rows) : undefined;
      let total = 0;
      let batch = 0;
      const inContext = (event: string) => `${caller}: ${event} in epoch ${epoch}, batch ${batch}`;
      for (let start = 0; start < training.rows; start += batchSize) {
        batch++;
        const rate = rateOf(
          schedule,
          { step: steps, epoch: epoch - 1, losses },
          optimizer.learningRate,
          inContext,
        );
        steps++;
        const end = Math.min(start + batchSize, training.rows);
        const { inputs, targets, rows } = gather(start, end, order);
        const value = step(inputs, targets, rate, inContext);
        watch(value, inContext);
        total += rows * value;
      }
      const result = { epoch, step: steps, loss: total / training.rows };
      const scores = apart && score(model, apart, loss, metrics);
      losses.push(scores?.loss ?? result.loss);
      yield (scores ? { ...result, validation: scores } : result) as Epoch<V, M>;
    }
  }
  return run();
}
