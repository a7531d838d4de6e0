// Training as `train` does it, in slices of time between which the event loop goes on.

import { readOptions } from "../arguments/options.ts";
import type { Data } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { checkModel, type Model } from "../layer/model.ts";
import type { Metrics } from "../metrics/metric.ts";
import { drainWith, pauses } from "./pause.ts";
import { type OnStep, prepare, prepareStream } from "./prepare.ts";
import type { AnyEpoch, Epoch } from "./run.ts";
import { type DataStream, isStream } from "./stream.ts";
import { type TrainOptions, type TrainSettings, trainReaders, type Validation } from "./train-options.ts";

/**
 * Trains a model as `train` does, and leaves the event loop free: a pause every 10 ms. The data may be a stream, for what is larger
 * than memory: an async iterable of `{ inputs, targets }`, each with any number of rows, or a function that gives one for each epoch.
 *
 * The rows of a stream are taken in their order, and cut into batches across the borders of what they come in: the bits are those of
 * `train` on the same rows with `shuffle: false`; those of data are those of `train`. A stream is closed when training ends within
 * it, and what it throws is thrown.
 *
 * Throws what `train` throws: at once what is wrong with options or data, and rejects with the rest. Refuses for a stream what
 * needs all rows at hand: `shuffle: true`, a fraction as `validation`, `trainingScores`, `classWeights: "balanced"`.
 *
 * @example
 * import { createModel, sgd, trainAsync } from "@nudge/core";
 * import { dense, meanSquaredError } from "@nudge/layers";
 *
 * async function* readings() {
 *   for (let x = 0; x < 4; x++) yield { inputs: [[x]], targets: [[2 * x + 1]] };
 * }
 * const model = createModel(dense(1, 1), { seed: 1 });
 * const options = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.1 }), epochs: 500, batchSize: 4 };
 * for await (const { epoch, loss } of trainAsync(model, readings, options)) {
 *   if (loss < 1e-6) break;
 * }
 * console.log(model.theta[0].toFixed(2), model.theta[1].toFixed(2));
 * // 2.00 1.00
 */
export function trainAsync<
  V extends Validation = undefined,
  const M extends Metrics = readonly [],
  T extends boolean = false,
>(
  model: Model<InitialTree, Output>,
  data: Data | DataStream,
  options: TrainOptions<V, M, T>,
): AsyncGenerator<Epoch<V, M, T>, void, void> {
  checkModel("trainAsync", model);
  const settings = readOptions("trainAsync", options as TrainOptions, trainReaders());
  return epochsOfAsync("trainAsync", model, data, settings) as AsyncGenerator<Epoch<V, M, T>, void, void>;
}

/** What `trainAsync` gives, in the name of the function that was called. */
export function epochsOfAsync(
  caller: string,
  model: Model<InitialTree, Output>,
  data: Data | DataStream,
  settings: TrainSettings,
  onStep?: OnStep,
): AsyncGenerator<AnyEpoch, void, void> {
  const pause = pauses();
  const { run, batches } = isStream(data)
    ? prepareStream(caller, model, data, settings, pause, onStep)
    : prepare(caller, model, data, settings, onStep);
  async function* epochs() {
    try {
      while (run.begin()) {
        for await (const batch of batches()) {
          run.step(batch);
          await pause();
        }
        yield await drainWith(pause, run.finish());
      }
    } finally {
      run.end();
    }
  }
  return epochs();
}
