// Classes that count more or less in training, whatever the loss: each row has the weight of its class.
import { describe } from "../arguments/describe.ts";
import { list, notNegative, type Reader } from "../arguments/reader.ts";
import { formatShape } from "../arguments/shape.ts";
import type { Dataset } from "../data/data.ts";
import { cast } from "../tensor/copy.ts";
import { tensor } from "../tensor/create.ts";
import type { Dtype } from "../tensor/tensor.ts";

/** How much the rows of each class count: "balanced", or a weight for each class from 0 on. */
export type ClassWeights = "balanced" | readonly number[];

const weights = /* @__PURE__ */ list(
  '"balanced", or a list of a weight for each class',
  /* @__PURE__ */ notNegative(),
);

/** Reads the option; undefined where classes count alike. */
export const classWeightsReader: Reader<ClassWeights | undefined> = {
  read: (caller, what, value) =>
    value === undefined || value === "balanced" ? value : weights.read(caller, what, value),
};

const same = (row: number) => row;

/** The class of each row, from labels [n], one column [n, 1] of 0 and 1, or one-hot rows [n, classes]. */
function classesOf({ targets, placeOf = same }: Dataset, caller: string): Int32Array {
  const { shape } = targets;
  const refuse = (row: number, what: string) =>
    new Error(
      `${caller}: classWeights need a class for each row, and targets row ${placeOf(row)} is ${what}`,
    );
  if (shape.length > 2)
    throw new Error(`${caller}: classWeights need labels or one-hot rows, got targets ${formatShape(shape)}`);
  const [rows, columns = 1] = shape;
  return Int32Array.from({ length: rows }, (_, row) => {
    const entries = Array.from({ length: columns }, (_, c) =>
      shape.length === 1 ? targets.get(row) : targets.get(row, c),
    );
    if (columns === 1) {
      if (Number.isInteger(entries[0]) && entries[0] >= 0) return entries[0];
      throw refuse(row, describe(entries[0]));
    }
    if (entries.every((entry) => entry === 0 || entry === 1) && entries.filter(Boolean).length === 1)
      return entries.indexOf(1);
    throw refuse(row, "not one-hot");
  });
}

/** `w_c = n / (classes n_c)`, with n_c of the n rows in class c, of the classes that there are: all count the same together. */
function balance(labels: Int32Array): (label: number) => number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return (label) => labels.length / (counts.size * counts.get(label)!);
}

/**
 * A dataset whose rows have the weights of their classes, times weights of their own. Throws, beginning with `caller` and with the row,
 * where a target is no class, or of a class that has no weight.
 */
export function weighClasses(dataset: Dataset, classWeights: ClassWeights, caller: string): Dataset {
  const { targets, weights, placeOf = same } = dataset;
  const labels = classesOf(dataset, caller);
  const weightOf = classWeights === "balanced" ? balance(labels) : (label: number) => classWeights[label];
  const values = Float64Array.from(labels, (label, row) => {
    const weight = weightOf(label);
    if (weight === undefined)
      throw new Error(
        `${caller}: classWeights has ${classWeights.length} weights, and targets row ${placeOf(row)} is of class ${label}`,
      );
    return weights === undefined ? weight : weight * weights.get(row);
  });
  return { ...dataset, weights: cast(tensor(values), targets.dtype as Dtype) };
}
