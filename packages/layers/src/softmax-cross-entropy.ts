// L = Σ_i -log p_i,y(i) / n      p = softmax(z) by rows   z: [n, classes]   y: n labels   ->   L: a number
//
// Softmax and logarithm are taken together: -log p_y = log Σ_c exp(z_c - m) - (z_y - m), where m is the row's largest
// logit, so that nothing overflows and a probability that rounds to 0 still has its true logarithm.
import {
  defineLoss,
  divide,
  exp,
  expectShape,
  isTensor,
  max,
  subtract,
  sum,
  type Target,
  type Tensor,
} from "@nudge/core";

/** The class of each row, from labels or from one-hot rows. */
function readLabels(target: Target, n: number, classes: number): Int32Array {
  if (isTensor(target) && target.dimension === 2) return readOneHot(target, n, classes);
  if (isTensor(target)) expectShape(target, [n], "labels");
  else if (target.length !== n) throw new Error(`expected ${n} labels, got ${target.length}`);
  return Int32Array.from({ length: n }, (_, row) => {
    const label = isTensor(target) ? target.get(row) : target[row];
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new Error(`label ${label} at row ${row} is not a class 0 ... ${classes - 1}`);
    return label;
  });
}

function readOneHot(target: Tensor, n: number, classes: number): Int32Array {
  expectShape(target, [n, classes], "one-hot target");
  return Int32Array.from({ length: n }, (_, row) => {
    const entries = Array.from({ length: classes }, (_, c) => target.get(row, c));
    const label = entries.indexOf(1);
    if (label < 0 || entries.some((entry, c) => c !== label && entry !== 0))
      throw new Error(`row ${row} of the target is not one-hot: [${entries.join(", ")}]`);
    return label;
  });
}

/**
 * The cross-entropy of softmax probabilities, the mean over the batch: `L = Σ_i -log softmax(z_i)[y_i] / n`,
 * logits `z: [n, classes]`, targets `y` as n whole labels `0 ... classes - 1` or as one-hot rows `[n, classes]`.
 *
 * Takes logits, not probabilities: the network ends in a plain `dense`. Right at logits of any size. Throws when a label
 * is not a class or a row is not one-hot, and when the shapes do not fit.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { softmaxCrossEntropy } from "@nudge/layers";
 *
 * const [loss] = softmaxCrossEntropy().forward(tensor([[0, 0], [1000, -1000]]), [0, 1]);
 * console.log(loss.toFixed(4));
 * // 1000.3466
 */
export const softmaxCrossEntropy = defineLoss("softmaxCrossEntropy", () => ({
  forward: (logits, target) => {
    expectShape(logits, ["n", "classes"], "logits");
    const [n, classes] = logits.shape as [number, number];
    if (n === 0 || classes === 0) throw new Error("expected at least one row and one class");
    const labels = readLabels(target, n, classes);

    const shifted = subtract(logits, max(logits, 1, { keepDims: true }));
    const exponentials = exp(shifted);
    const sums = sum(exponentials, 1, { keepDims: true });
    let total = 0;
    for (let i = 0; i < n; i++) total += Math.log(sums.get(i, 0)) - shifted.get(i, labels[i]);
    return [total / n, { probabilities: divide(exponentials, sums), labels }];
  },

  // L_i = log Σ_c exp z_c - z_y:   dL_i/dz_c = exp z_c / Σ_k exp z_k - [c = y] = p_c - [c = y],
  // and L = Σ_i L_i / n:   dz_ic = (p_ic - [c = y_i]) / n
  backward: ({ probabilities, labels }) => {
    const dz = divide(probabilities, labels.length);
    labels.forEach((label, i) => {
      dz.set(i, label, (probabilities.get(i, label) - 1) / labels.length);
    });
    return dz;
  },
}));
