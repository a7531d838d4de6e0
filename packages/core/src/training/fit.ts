// Training to the end, for those who only want the history.

import { readOptions } from "../arguments/options.ts";
import { flag } from "../arguments/reader.ts";
import type { Data } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { checkModel, type Model } from "../layer/model.ts";
import type { Metrics } from "../metrics/metric.ts";
import { showProgress } from "./progress.ts";
import type { Epoch } from "./run.ts";
import { epochsOf } from "./train.ts";
import { type TrainOptions, trainReaders, type Validation } from "./train-options.ts";

/** How a model is trained to the end. */
export interface FitOptions<
  V extends Validation = Validation,
  M extends Metrics = Metrics,
  T extends boolean = boolean,
> extends TrainOptions<V, M, T> {
  /**
   * Whether standard error shows a line of progress where it is a terminal: epoch, loss, the numbers of the validation, samples
   * a second, and the time left. @defaultValue true
   */
  readonly progress?: boolean;
}

export const fitReaders = () => ({ ...trainReaders(), progress: flag(true) });

/**
 * Trains a model as `train` does, to the last epoch, and returns the history: what `train` gave for each epoch.
 * On a terminal, standard error shows one line of progress.
 *
 * @example
 * import { createModel, fit, sgd } from "@nudge/core";
 * import { dense, meanSquaredError } from "@nudge/layers";
 *
 * const data = { inputs: [[0], [1], [2], [3]], targets: [[1], [3], [5], [7]] };
 * const history = fit(createModel(dense(1, 1)), data, { loss: meanSquaredError(), optimizer: sgd(), epochs: 20 });
 * console.log(history.length, history[19].loss < history[0].loss);
 * // 20 true
 */
export function fit<
  V extends Validation = undefined,
  const M extends Metrics = readonly [],
  T extends boolean = false,
>(model: Model<InitialTree, Output>, data: Data, options: FitOptions<V, M, T>): Epoch<V, M, T>[] {
  checkModel("fit", model);
  const settings = readOptions("fit", options as FitOptions, fitReaders());
  const progress = settings.progress ? showProgress(settings.epochs) : undefined;
  try {
    return [...epochsOf("fit", model, data, settings, progress?.show)] as Epoch<V, M, T>[];
  } finally {
    progress?.end();
  }
}
