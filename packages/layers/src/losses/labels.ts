// Class targets: a whole label for each row, or rows with a number for each class.
import { expectShape, type Tensor } from "@nudge/core";
import { rowError } from "@nudge/core/internal";

/** Throws unless the prediction is a table of at least one row and one class. */
export function expectTable(prediction: Tensor, what: string): readonly [n: number, classes: number] {
  expectShape(prediction, ["n", "classes"], what);
  const [n, classes] = prediction.shape;
  if (n === 0 || classes === 0) throw new Error("expected at least one row and one class");
  return [n, classes];
}

/** The class of each row, from labels or from one-hot rows. */
export function readLabels(target: Tensor, n: number, classes: number): Int32Array {
  if (target.dimension === 2) return readOneHot(target, n, classes);
  expectShape(target, [n], "labels");
  return Int32Array.from({ length: n }, (_, row) => {
    const label = target.get(row);
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw rowError(row, (row) => `label ${label} at row ${row} is not a class 0 ... ${classes - 1}`);
    return label;
  });
}

function readOneHot(target: Tensor, n: number, classes: number): Int32Array {
  expectShape(target, [n, classes], "one-hot target");
  return Int32Array.from({ length: n }, (_, row) => {
    const entries = Array.from({ length: classes }, (_, c) => target.get(row, c));
    const label = entries.indexOf(1);
    if (label < 0 || entries.some((entry, c) => c !== label && entry !== 0))
      throw rowError(row, (row) => `row ${row} of the target is not one-hot: [${entries.join(", ")}]`);
    return label;
  });
}

/** Throws unless every row of a target [n, classes] is a distribution: from 0 on, with the sum 1 within a hundredth. */
export function expectDistributions(target: Tensor, n: number, classes: number): void {
  expectShape(target, [n, classes], "target");
  for (let row = 0; row < n; row++) {
    const entries = Array.from({ length: classes }, (_, c) => target.get(row, c));
    const total = entries.reduce((sum, p) => sum + p, 0);
    if (entries.every((p) => p >= 0) && Math.abs(total - 1) < 0.01) continue;
    throw rowError(row, (row) => `row ${row} of the target is no distribution: [${entries.join(", ")}]`);
  }
}
