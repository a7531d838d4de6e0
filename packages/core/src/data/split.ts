// Data in two parts, at random: one to train on, and one that training never sees.
import { describe } from "../arguments/describe.ts";
import { readOptions } from "../arguments/options.ts";
import { flag, part, wholeNumber } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { rng } from "../random/rng.ts";
import { type Inputs, mapRows, type Rows } from "../tensor/rows.ts";
import { isTensor } from "../tensor/tensor.ts";
import { drawApart } from "./draw-apart.ts";
import type { TableRows } from "./table.ts";
import { lengthOf, takeRows } from "./take-rows.ts";

/** What may be split: equally many rows of inputs, or of each of several by name, and of what belongs to them. */
export interface SplitData {
  readonly inputs: TableRows | { readonly [name: string]: TableRows };
  /** Numbers, or classes by their names. */
  readonly targets?: Rows | readonly string[];
  readonly weights?: Rows | undefined;
}

/** How data are split. */
export interface SplitOptions {
  /** Whether every class keeps its share in both parts, to one row. Targets are one label for each row then. @defaultValue false */
  readonly stratified?: boolean;
  /** Where the order of the rows is drawn from. @defaultValue 0 */
  readonly seed?: number;
}

/** How many rows there are; throws unless there are some, and equally many of each. */
function countRows({ inputs, targets, weights }: SplitData): number {
  const lengths: [name: string, length: number][] = [];
  const count = (rows: unknown, name: string) => lengths.push([name, lengthOf(rows, "split", name)]);
  mapRows(inputs as Inputs, (rows, name) => count(rows, name === "" ? "inputs" : `inputs.${name}`));
  if (targets !== undefined) count(targets, "targets");
  if (weights !== undefined) count(weights, "weights");
  const [first, n] = lengths[0] ?? ["inputs", 0];
  for (const [name, length] of lengths)
    if (length !== n) throw new Error(`split: ${n} ${first} but ${length} ${name}`);
  if (n === 0) throw new Error("split: no rows");
  return n;
}

/** The class of each row, counted from 0 in the order in which they are met. */
function classesOf(targets: SplitData["targets"], rows: number): Int32Array {
  if (targets === undefined) throw new Error("split: stratified is by targets, and there are none");
  const classes = new Map<unknown, { readonly row: number; readonly index: number; count: number }>();
  const indices = Int32Array.from({ length: rows }, (_, row) => {
    const label: unknown = !isTensor(targets)
      ? targets[row]
      : targets.dimension === 1
        ? targets.get(row)
        : targets.pick(row);
    if (typeof label !== "string" && !Number.isFinite(label))
      throw new Error(
        `split: stratified takes one label for each row, but targets row ${row} is ${describe(label)}`,
      );
    const one = classes.get(label) ?? { row, index: classes.size, count: 0 };
    one.count++;
    classes.set(label, one);
    return one.index;
  });
  for (const [label, { row, count }] of classes)
    if (count === 1)
      throw new Error(
        `split: class ${describe(label)} has one row, ${row}, and a stratified split takes some of each class into both parts`,
      );
  return indices;
}

/**
 * Data in two parts, at random by the seed: `[rest, apart]`, where `apart` has the given fraction of the rows, rounded. Inputs,
 * targets and weights are copied row by row, each in the kind they are given in; all else, such as `classes` and `columns`,
 * is passed on as it is.
 *
 * Throws when the fraction is not between 0 and 1 or leaves one part without rows, when there are not equally many rows of
 * each, and, if `stratified`, where a target is no label and where a class has one row only.
 *
 * @example
 * import { split } from "@nudge/core";
 *
 * const data = { inputs: [[0], [1], [2], [3], [4], [5]], targets: ["no", "no", "no", "no", "yes", "yes"] };
 * const [training, testing] = split(data, 0.5, { stratified: true, seed: 1 });
 * console.log(training.targets.toSorted(), testing.targets.toSorted());
 * // [ 'no', 'no', 'yes' ] [ 'no', 'no', 'yes' ]
 */
export function split<D extends SplitData>(
  data: D,
  fraction: number,
  options?: SplitOptions,
): [rest: D, apart: D] {
  const { stratified, seed } = readOptions("split", options, {
    stratified: flag(false),
    seed: wholeNumber(0),
  });
  part().read("split", "fraction", fraction);
  if (typeof data !== "object" || data === null)
    throw refusal("split", "expected data such as { inputs: ... }", data);
  const rows = countRows(data);
  const classes = stratified ? classesOf(data.targets, rows) : undefined;
  const numbers = drawApart(rows, fraction, rng(seed), ["split", "fraction"], classes);
  const take = (order: Int32Array): D => {
    const own = <R extends TableRows | readonly string[]>(rows: R) => takeRows(rows, order, "split");
    const { inputs, targets, weights } = data;
    return {
      ...data,
      inputs: mapRows(inputs as Inputs, own),
      ...(targets !== undefined && { targets: own(targets) }),
      ...(weights !== undefined && { weights: own(weights) }),
    };
  };
  return [take(numbers[0]), take(numbers[1])];
}
