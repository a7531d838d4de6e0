// The mean loss of a batch, of the outputs of a net.
import type { Kind } from "./contestants/contestant.ts";

type Row = ArrayLike<number>;

/** `rows` are probabilities; of the kind "relu" they are plain outputs. */
export function meanLoss(kind: Kind, rows: readonly Row[], labels: ArrayLike<number>): number {
  const losses = rows.map((row, r) => lossOf[kind](row, labels[r]));
  return losses.reduce((total, loss) => total + loss, 0) / rows.length;
}

const sum = (row: Row, term: (value: number, target: number) => number, label: number) =>
  Array.from(row, (value, j) => term(value, j === label ? 1 : 0)).reduce((total, x) => total + x, 0);

const lossOf: Record<Kind, (row: Row, label: number) => number> = {
  softmax: (row, label) => -Math.log(row[label]),
  "softmax, slope 1": (row, label) => -Math.log(row[label]),
  relu: (row, label) => sum(row, (y, t) => (y - t) ** 2 / 2, label),
  logistic: (row, label) => sum(row, (y, t) => -Math.log(t === 1 ? y : 1 - y), label),
};

export function oneHot(label: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, j) => (j === label ? 1 : 0));
}

/** The rows of a batch. */
export const rowsOf = (inputs: Float64Array, width: number): Float64Array[] =>
  Array.from({ length: inputs.length / width }, (_, r) => inputs.slice(r * width, (r + 1) * width));
