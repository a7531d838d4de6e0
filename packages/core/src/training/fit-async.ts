import { readOptions } from "../arguments/options.ts";
import type { Data } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { checkModel, type Model } from "../layer/model.ts";
import type { Metrics } from "../metrics/metric.ts";
import { type FitOptions, fitReaders } from "./fit.ts";
import { showProgress } from "./progress.ts";
import type { Epoch } from "./run.ts";
import type { DataStream } from "./stream.ts";
import { epochsOfAsync } from "./train-async.ts";
import type { Validation } from "./train-options.ts";

/**
 * Trains a model as `trainAsync` does, to the last epoch, and promises the history: what `trainAsync` gave for each epoch.
 * On a terminal, standard error shows one line of progress. Rejects with what `trainAsync` throws.
 *
 * @example
 * import { createModel, fitAsync, sgd } from "@nudge/core";
 * import { dense, meanSquaredError } from "@nudge/layers";
 *
 * const data = { inputs: [[0], [1], [2], [3]], targets: [[1], [3], [5], [7]] };
 * const options = { loss: meanSquaredError(), optimizer: sgd(), epochs: 20 };
 * const history = await fitAsync(createModel(dense(1, 1)), data, options);
 * console.log(history.length, history[19].loss < history[0].loss);
 * // 20 true
 */
export async function fitAsync<
  V extends Validation = undefined,
  const M extends Metrics = readonly [],
  T extends boolean = false,
>(
  model: Model<InitialTree, Output>,
  data: Data | DataStream,
  options: FitOptions<V, M, T>,
): Promise<Epoch<V, M, T>[]> {
  checkModel("fitAsync", model);
  const settings = readOptions("fitAsync", options as FitOptions, fitReaders());
  const progress = settings.progress ? showProgress(settings.epochs) : undefined;
  const history: Epoch<V, M, T>[] = [];
  try {
    for await (const epoch of epochsOfAsync("fitAsync", model, data, settings, progress?.show))
      history.push(epoch as Epoch<V, M, T>);
    return history;
  } finally {
    progress?.end();
  }
}
