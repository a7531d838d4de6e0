// What predictions and targets say of classes, one for each row: where all metrics of classes get them from.

import { formatShape, sameShape } from "../arguments/shape.ts";
import { classOf } from "../layer/classes.ts";
import { rowError } from "../layer/row-error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { readRows } from "./read-rows.ts";

/** Predictions and targets of one set of rows, past the door. */
export interface Classified {
  /** The number of column c in row i, at `i * columns + c`: of each class, or in a single column of the second of two. */
  readonly scores: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** How many classes there are. */
  readonly classes: number;
  /** The class of each row, by its target. */
  readonly actual: Int32Array;
}

/**
 * Predictions `[n, classes]`, or `[n, 1]` or `[n]` with the probability of the second of two classes, with targets as labels
 * `[n]` or as distributions `[n, classes]`. Throws, beginning with `caller`, when the shapes do not fit, when a number is not
 * finite or a target no class, with the row.
 */
export function readClasses(caller: string, prediction: Tensor, target: Tensor): Classified {
  const p = readRows(caller, prediction, "predictions");
  const t = readRows(caller, target, "targets");
  const [rows] = p.shape;
  const areLabels = t.shape[0] === rows && t.size === rows;
  if (rows === 0 || p.shape.length > 2 || !(areLabels || sameShape(t.shape, p.shape))) {
    const got = `${formatShape(p.shape)} and ${formatShape(t.shape)}`;
    throw new Error(
      `${caller}: expected predictions [n, classes] and targets [n] or [n, classes], got ${got}`,
    );
  }
  const columns = p.size / rows;
  const classes = Math.max(2, columns);
  const actual = areLabels ? readLabels(caller, t, classes) : readDistributions(caller, t);
  return { scores: p.data.subarray(p.offset, p.offset + p.size), rows, columns, classes, actual };
}

function readLabels(caller: string, { data, offset, size }: Tensor, classes: number): Int32Array {
  return Int32Array.from({ length: size }, (_, row) => {
    const label = data[offset + row];
    if (Number.isInteger(label) && label >= 0 && label < classes) return label;
    throw rowError(
      row,
      (row) => `${caller}: targets row ${row} is ${label}, not a class 0 ... ${classes - 1}`,
    );
  });
}

/** The largest entry of each row, all of which must be distributions: from 0 on, with the sum 1 within a hundredth. */
function readDistributions(caller: string, { data, offset, shape: [rows, classes] }: Tensor): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    const start = offset + row * classes;
    let [least, total] = [0, 0];
    for (let k = start; k < start + classes; k++) {
      least = Math.min(least, data[k]);
      total += data[k];
    }
    if (least === 0 && Math.abs(total - 1) < 0.01) return classOf(data, start, classes);
    throw rowError(
      row,
      (row) => `${caller}: targets row ${row} has no one class: its entries are not from 0 on with the sum 1`,
    );
  });
}

/** How many rows of each class (first index) were predicted to be of which (second index). */
export function countClasses(classified: Classified): number[][] {
  const { classes, actual, scores, columns } = classified;
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [row, label] of actual.entries()) counts[label][classOf(scores, row * columns, columns)]++;
  return counts;
}
