// How good a model is on data: its predictions for all rows, made in batches, against their targets.

import { readOptions } from "../arguments/options.ts";
import { type Data, type Dataset, expectWeight, sliceRows, toDataset } from "../data/data.ts";
import type { InitialTree } from "../layer/contract.ts";
import { runLoss } from "../layer/differentiate.ts";
import type { Loss } from "../layer/loss.ts";
import { checkModel, type Model } from "../layer/model.ts";
import { lossReader } from "../layer/recognize.ts";
import { type Metrics, metricsReader, type Scores } from "../metrics/metric.ts";
import { rng } from "../random/rng.ts";
import { contiguous } from "../tensor/contiguous.ts";
import { empty } from "../tensor/empty.ts";
import { mapTensors, type Output, tensorsIn } from "../tensor/input.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { drain, type Work } from "./pause.ts";

/** What a model is evaluated by. */
export interface EvaluateOptions<M extends Metrics = Metrics> {
  /** What is computed of the predictions and the targets of all rows. */
  readonly loss: Loss<unknown, Output>;
  /** What is measured besides: of the probabilities that the loss makes of the predictions, where it does. @defaultValue [] */
  readonly metrics?: M;
}

/** How many rows are predicted at a time. */
const BATCH_SIZE = 256;

function* predictAll(
  { layer, dtype, parameters, buffers }: Model<InitialTree, Output>,
  dataset: Dataset,
): Work<Output> {
  let all: Output | undefined;
  for (let start = 0; start < dataset.rows; start += BATCH_SIZE) {
    const { inputs } = sliceRows(dataset, start, Math.min(start + BATCH_SIZE, dataset.rows));
    const [output] = layer.forward(inputs, parameters, { training: false, rng: rng(0) }, buffers);
    all ??= mapTensors(output, ({ shape }) => empty([dataset.rows, ...shape.slice(1)], dtype));
    const wholes = new Map(tensorsIn(all));
    for (const [name, part] of tensorsIn(output)) {
      const { data, offset, size } = contiguous(part);
      const whole = wholes.get(name)!;
      whole.data.set(data.subarray(offset, offset + size), (start * whole.size) / dataset.rows);
    }
    yield;
  }
  return all!;
}

/** The loss and the metrics of a model on a dataset, in evaluation mode. */
export function* score<M extends Metrics>(
  model: Model<InitialTree, Output>,
  dataset: Dataset,
  loss: Loss<unknown, Output>,
  metrics: M,
): Work<Scores<M>> {
  const prediction = yield* predictAll(model, dataset);
  const [value] = runLoss(model.layer, prediction, loss, dataset.targets, dataset.weights);
  const shown = metrics.length > 0 && loss.probabilities ? loss.probabilities(prediction) : prediction;
  const measured = metrics.map((metric) => [
    metric.name,
    metric.evaluate(shown as Tensor, dataset.targets, { classes: model.classes }),
  ]);
  return { loss: value, ...Object.fromEntries(measured) };
}

/**
 * The loss of a model on data in evaluation mode, by the weights of the rows if they have some, and each of the `metrics`, for
 * which all rows count the same, under its name.
 *
 * Throws when the data are empty, ragged, not finite or of unequal length, with the row and column.
 *
 * @example
 * import { accuracy, createModel, evaluate } from "@nudge/core";
 * import { dense, softmaxCrossEntropy } from "@nudge/layers";
 *
 * const model = createModel(dense(2, 2));
 * model.theta.set([1, 0, 0, 1, 0, 0]);
 * const data = { inputs: [[3, 1], [0, 2], [5, 4]], targets: [0, 1, 1] };
 * console.log(evaluate(model, data, { loss: softmaxCrossEntropy(), metrics: [accuracy()] }).accuracy.toFixed(2));
 * // 0.67
 */
export function evaluate<const M extends Metrics = readonly []>(
  model: Model<InitialTree, Output>,
  data: Data,
  options: EvaluateOptions<M>,
): Scores<M> {
  checkModel("evaluate", model);
  const { loss, metrics } = readOptions("evaluate", options as EvaluateOptions, {
    loss: lossReader(),
    metrics: metricsReader(),
  });
  const dataset = expectWeight(toDataset(data, model, "evaluate"), "evaluate");
  return drain(score(model, dataset, loss, metrics)) as Scores<M>;
}
