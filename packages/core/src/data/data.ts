// Data for training: inputs and targets, row by row.

import { checkKeys } from "../arguments/options.ts";
import { checkClasses, type TargetForm, type Targets, toTargets } from "../layer/classes.ts";
import type { Batch } from "../layer/differentiate.ts";
import { toWeights, type Weights } from "../layer/weights.ts";
import { copyEntries } from "../tensor/contiguous.ts";
import { fresh } from "../tensor/fresh.ts";
import { mapTensors } from "../tensor/input.ts";
import { ndarray } from "../tensor/ndarray.ts";
import { sum } from "../tensor/reduce.ts";
import { countRows, type Inputs, toTensors } from "../tensor/rows.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";

/**
 * Inputs and targets, equally many rows of each: tensors, nested arrays or typed rows; labels as whole numbers. What `readCsv` and
 * `split` give is such data.
 */
export interface Data {
  /** What the model is given: rows of one input, or of each of several by name. */
  readonly inputs: Inputs;
  /** What it is to give: a row of numbers, or one label, for each row of the inputs; labels may be names of its classes. */
  readonly targets: Targets;
  /** How much each row counts in the loss: from 0 on, and not all 0. @defaultValue 1 for each */
  readonly weights?: Weights | undefined;
  /** The names of the classes that the labels count, if there are any: those of the model, where that has names. */
  readonly classes?: readonly string[] | undefined;
  /** What the columns of the inputs are called; it plays no part in training. */
  readonly columns?: readonly string[] | undefined;
}

/** Data past the door: contiguous tensors of one precision with `rows` rows each. */
export interface Dataset extends Batch {
  readonly rows: number;
  /** Which row of the data as they were given a row is; the same where it is left out. */
  readonly placeOf?: (row: number) => number;
}

/**
 * Data as tensors of the precision of a model. Throws, beginning with `caller`, when they have a key that data have not, or other
 * classes than the model; when inputs or targets are empty, ragged, not finite or of unequal length; and when a weight is below 0.
 */
export function toDataset(data: Data, form: TargetForm, caller: string): Dataset {
  checkKeys(caller, data, ["inputs", "targets", "weights", "classes", "columns"], ["data", "key"]);
  const { inputs, targets, weights, classes } = data;
  checkClasses(classes, form, "the data", caller);
  const x = toTensors(inputs, form.dtype, caller, "inputs");
  const y = toTargets(targets, form, caller);
  const rows = countRows(x, caller, "inputs", y);
  return { inputs: x, targets: y, weights: weights && toWeights(weights, rows, form.dtype, caller), rows };
}

/** How much rows count together: as many as there are, unless they have weights. */
export const weightOf = ({ weights, rows }: Dataset): number => (weights === undefined ? rows : sum(weights));

/** The dataset; throws where none of its rows counts. */
export function expectWeight(dataset: Dataset, caller: string): Dataset {
  if (weightOf(dataset) > 0) return dataset;
  throw new Error(`${caller}: the weights of all rows are 0`);
}

/** Rows `start` to `end` (left out) of a dataset, as views. */
export function sliceRows({ inputs, targets, weights, rows }: Dataset, start: number, end: number): Dataset {
  const slice = ({ data, shape: [, ...row], offset, size }: Tensor) =>
    ndarray(data, [end - start, ...row], undefined, offset + (start * size) / rows);
  return {
    inputs: mapTensors(inputs, slice),
    targets: slice(targets),
    weights: weights && slice(weights),
    rows: end - start,
  };
}

/**
 * A function of `start`, `end` and an order, that gives the rows with the numbers `order[start]` to `order[end]` (left
 * out), or `start` to `end` without an order. They are valid until its next call, which writes into the same tensors
 * when it is asked for as many rows.
 */
export function rowGatherer({
  inputs,
  targets,
  weights,
  rows,
  placeOf = (row) => row,
}: Dataset): (start: number, end: number, order?: Int32Array) => Dataset {
  let gathered: Dataset | undefined;
  let [first, numbers]: [number, Int32Array?] = [0];
  let copies: { readonly from: Tensor; readonly to: Tensor; readonly length: number }[];

  function allocate(count: number): Dataset {
    copies = [];
    const make = (from: Tensor) => {
      const to = fresh(from.shape.with(0, count), from.dtype as Dtype);
      copies.push({ from, to, length: from.size / rows });
      return to;
    };
    return {
      inputs: mapTensors(inputs, make),
      targets: make(targets),
      weights: weights && make(weights),
      rows: count,
      placeOf: (row) => placeOf(numbers === undefined ? first + row : numbers[first + row]),
    };
  }

  return (start, end, order) => {
    if (gathered?.rows !== end - start) gathered = allocate(end - start);
    first = start;
    numbers = order;
    for (const { from, to, length } of copies) {
      for (let i = start; i < end; i++) {
        const row = order === undefined ? i : order[i];
        copyEntries(to.data, (i - start) * length, from.data, from.offset + row * length, length);
      }
    }
    return gathered;
  };
}
