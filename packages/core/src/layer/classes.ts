// Names of classes: a model that has them is told names in the place of labels, and gives names back.

import { describe, quoted } from "../arguments/describe.ts";
import { nearest } from "../arguments/nearest.ts";
import { kind } from "../arguments/reader.ts";
import { empty } from "../tensor/empty.ts";
import { type Rows, toTensor } from "../tensor/rows.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";

/** What a model is to give for each row: numbers, labels as whole numbers, or names of the model's classes. */
export type Targets = Rows | readonly string[];

/** What targets become a tensor by: the precision of a model, and the names of its classes. */
export interface TargetForm {
  readonly dtype: Dtype;
  readonly classes?: readonly string[] | undefined;
}

export const classesReader = () =>
  kind<readonly string[]>(
    'a list of two different names at least, such as ["no", "yes"]',
    (value) =>
      Array.isArray(value) &&
      value.length > 1 &&
      new Set(value).size === value.length &&
      Array.from(value).every((name) => typeof name === "string" && name !== ""),
  );

/**
 * The class that a row of `columns` numbers from `start` on stands for: that of the largest, the first of equal ones; of a single
 * column, which is the second of two classes, 1 above a half.
 */
export function classOf(numbers: ArrayLike<number>, start: number, columns: number): number {
  if (columns === 1) return Number(numbers[start] > 0.5);
  let largest = 0;
  for (let k = 1; k < columns; k++) if (numbers[start + k] > numbers[start + largest]) largest = k;
  return largest;
}

const listed = (names: unknown) =>
  Array.isArray(names) && names.length <= 10 ? `[${names.map(describe).join(", ")}]` : describe(names);

/** Throws where `whose` classes are others than those of the model, so that a label would be another one. */
export function checkClasses(given: unknown, { classes }: TargetForm, whose: string, caller: string): void {
  if (given === undefined || classes === undefined) return;
  const isSame = Array.isArray(given) && given.length === classes.length;
  if (isSame && classes.every((name, k) => name === given[k])) return;
  throw new Error(
    `${caller}: the classes of ${whose} are ${listed(given)}, those of the model ${listed(classes)}`,
  );
}

const areNames = (targets: Targets): targets is readonly string[] =>
  Array.isArray(targets) && typeof targets[0] === "string";

/** Targets as `toTensor` makes them of rows; each name becomes the number of its class. */
export function toTargets(targets: Targets, { dtype, classes }: TargetForm, caller: string): Tensor {
  if (!areNames(targets)) return toTensor(targets, dtype, caller, "targets");
  if (classes === undefined)
    throw new Error(
      `${caller}: targets row 0 is ${describe(targets[0])}, but the model has no names of classes; give them: createModel(layer, { classes: [...] })`,
    );
  const numbers = new Map(classes.map((name, k) => [name, k]));
  const labels = empty([targets.length], dtype);
  for (let row = 0; row < targets.length; row++) {
    const label = numbers.get(targets[row]);
    if (label === undefined)
      throw new Error(`${caller}: targets row ${row} is ${unknownClass(targets[row], classes)}`);
    labels.data[row] = label;
  }
  return labels;
}

function unknownClass(name: unknown, classes: readonly string[]): string {
  const meant = typeof name === "string" ? nearest(name, classes) : undefined;
  const all =
    classes.length <= 10 ? `classes ${classes.map(quoted).join(", ")}` : `${classes.length} classes`;
  return `${describe(name)}, none of the ${all}${meant === undefined ? "" : `; did you mean ${quoted(meant)}?`}`;
}
