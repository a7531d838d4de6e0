// What a model predicts: its output in evaluation mode, the probabilities that this stands for, and the class of each row.

import { formatShape } from "../arguments/shape.ts";
import { rng } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";
import { contiguous } from "../tensor/contiguous.ts";
import { cast } from "../tensor/copy.ts";
import { describeTensors, type Input, mapTensors, type Output } from "../tensor/input.ts";
import { reshape } from "../tensor/reshape.ts";
import { countRows, type Inputs, isRows, mapRows, type Rows, toTensors } from "../tensor/rows.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { classOf } from "./classes.ts";
import type { InitialTree } from "./contract.ts";
import type { Loss } from "./loss.ts";
import type { Model } from "./model.ts";

type AnyModel = Pick<Model<InitialTree, Output>, "layer" | "dtype" | "parameters" | "buffers" | "classes">;

/** Whether the rows are one row without a batch: a flat array, or a tensor of rank 1. */
function isSingle(rows: Rows): boolean {
  return isTensor(rows) ? rows.dimension === 1 : isRows(rows) && typeof rows[0] === "number";
}

function batchOfOne(row: Rows): Rows {
  return isTensor(row) ? reshape(row, [1, row.size]) : [row];
}

const firstRow = (x: Tensor) => reshape(x, x.shape.slice(1));

/** The output for a batch, in the precision of the model; a single row is made a batch of one. */
function run(
  { layer, dtype, parameters, buffers }: AnyModel,
  inputs: Inputs,
  caller: string,
): { output: Output; single: boolean } {
  let single = true;
  mapRows(inputs, (rows) => {
    single &&= isSingle(rows);
  });
  const x: Input = toTensors(single ? mapRows(inputs, batchOfOne) : inputs, dtype, caller);
  countRows(x, caller);
  const [output] = layer.forward(x, parameters, { training: false, rng: rng(0) }, buffers);
  return { output: mapTensors(output, (y) => (y.dtype === dtype ? y : cast(y, dtype))), single };
}

// A prediction is kept, also where a layer or a loss of another model asks for it in a step of that.

/** The output for rows of data; for a single row, its only row. */
export const predict = (model: AnyModel, inputs: Inputs): Output =>
  outsideArena(() => {
    const { output, single } = run(model, inputs, "predict");
    return single ? mapTensors(output, firstRow) : output;
  });

/** The probabilities that the output stands for, by a loss that knows them. */
export const predictProbabilities = (model: AnyModel, inputs: Inputs, loss: Loss<unknown, Output>): Tensor =>
  outsideArena(() => {
    if (loss.probabilities === undefined)
      throw new Error(
        `predictProbabilities: ${loss} does not say how outputs become probabilities; predict gives the outputs`,
      );
    const { output, single } = run(model, inputs, "predictProbabilities");
    const probabilities = loss.probabilities(output);
    return single ? firstRow(probabilities) : probabilities;
  });

/** The class of each row; of a single row, that class alone. */
export const predictClasses = (
  model: AnyModel,
  inputs: Inputs,
  loss: Loss<unknown, Output>,
): number | string | (number | string)[] =>
  outsideArena(() => {
    const { output, single } = run(model, inputs, "predictClasses");
    const labels = labelsOf(loss.probabilities?.(output) ?? output, model.classes);
    return single ? labels[0] : labels;
  });

/** The class of each row, by its name where there are names. */
function labelsOf(prediction: Output, classes: readonly string[] | undefined): (number | string)[] {
  const refuse = (rule: string) => new Error(`predictClasses: ${rule}`);
  const shape = isTensor(prediction) ? prediction.shape : [];
  const [n, columns = 1] = shape;
  if (!isTensor(prediction) || shape.length < 1 || shape.length > 2 || columns === 0) {
    const got = isTensor(prediction) ? formatShape(shape) : describeTensors(prediction);
    throw refuse(`expected outputs [n, classes] or [n], got ${got}`);
  }
  const count = Math.max(columns, 2);
  if (classes !== undefined && classes.length !== count)
    throw refuse(
      `the outputs tell ${count} classes apart, but the model has ${classes.length} names of classes`,
    );
  const { data, offset } = contiguous(prediction);
  return Array.from({ length: n }, (_, row) => {
    const values = data.subarray(offset + row * columns, offset + (row + 1) * columns);
    if (values.some(Number.isNaN)) throw refuse(`the prediction for row ${row} is NaN`);
    const label = classOf(values, 0, columns);
    return classes === undefined ? label : classes[label];
  });
}
