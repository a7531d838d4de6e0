// Training is a generator that gives one result for each epoch, so that stopping, saving and watching are `break`,
// `await` and a line of your own.

import { readOptions } from "../arguments/options.ts";
import type { Data } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { checkModel, type Model } from "../layer/model.ts";
import type { Metrics } from "../metrics/metric.ts";
import { drain } from "./pause.ts";
import { type OnStep, prepare } from "./prepare.ts";
import type { AnyEpoch, Epoch } from "./run.ts";
import { type TrainOptions, type TrainSettings, trainReaders, type Validation } from "./train-options.ts";

/**
 * Trains a model on data, and gives one result after each epoch: `{ epoch, step, loss }`, with `validation` if that
 * was asked for. The same seed gives the same parameters to the last bit.
 *
 * Throws when an option is not what it must be; when the data are empty, ragged, not finite or of unequal length, with the
 * row and column; when the last batch of an epoch has one row, which the model cannot take, as with batch norm; and when the loss
 * or its gradient is no longer finite, with the epoch, the batch and the layer or parameter where that arose, leaving the
 * parameters as they were before that batch. A loss a million times the first one is told once, by `console.warn`.
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
export function train<
  V extends Validation = undefined,
  const M extends Metrics = readonly [],
  T extends boolean = false,
>(
  model: Model<InitialTree, Output>,
  data: Data,
  options: TrainOptions<V, M, T>,
): Generator<Epoch<V, M, T>, void, void> {
  checkModel("train", model);
  const settings = readOptions("train", options as TrainOptions, trainReaders());
  return epochsOf("train", model, data, settings) as Generator<Epoch<V, M, T>, void, void>;
}

/** What `train` gives, in the name of the function that was called. */
export function epochsOf(
  caller: string,
  model: Model<InitialTree, Output>,
  data: Data,
  settings: TrainSettings,
  onStep?: OnStep,
): Generator<AnyEpoch, void, void> {
  const { run, batches } = prepare(caller, model, data, settings, onStep);
  function* epochs() {
    try {
      while (run.begin()) {
        for (const batch of batches()) run.step(batch);
        yield drain(run.finish());
      }
    } finally {
      run.end();
    }
  }
  return epochs();
}
