// Training to the end, for those who only want the history.

import type { Data } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import type { Metrics, Scores } from "../metrics/metric.ts";
import type { Epoch } from "./run.ts";
import { epochsOf } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";

/** Standard error when it is a terminal; there is none in a browser. */
function terminal(): { write(text: string): unknown } | undefined {
  type Stream = { isTTY?: boolean; write(text: string): unknown };
  const { process } = globalThis as { process?: { stderr?: Stream } };
  return process?.stderr?.isTTY ? process.stderr : undefined;
}

function progressLine(result: Epoch & { validation?: Scores<Metrics> }, epochs: number): string {
  const { epoch, loss, validation = {} } = result;
  const scores = Object.entries<unknown>(validation).map(([name, value]) =>
    typeof value === "number" ? `  validation ${name} ${value.toPrecision(4)}` : "",
  );
  return `epoch ${epoch}/${epochs}  loss ${loss.toPrecision(4)}${scores.join("")}`;
}

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
export function fit<V extends number | Data | undefined = undefined, const M extends Metrics = readonly []>(
  model: Model<InitialTree, Output>,
  data: Data,
  options: TrainOptions<V, M>,
): Epoch<V, M>[] {
  const stderr = terminal();
  const history: Epoch<V, M>[] = [];
  try {
    for (const result of epochsOf("fit", model, data, options)) {
      history.push(result);
      stderr?.write(`\r${progressLine(result, options.epochs)}\x1b[K`);
    }
  } finally {
    if (history.length > 0) stderr?.write("\n");
  }
  return history;
}
