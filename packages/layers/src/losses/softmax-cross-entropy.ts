// L = Σ_i Σ_c -t_ic log softmax(z_i)_c / D      z: [n, classes]   t: n labels, or [n, classes]   ->   L: a number
//
// Softmax and logarithm are taken together: log p_c = (z_c - m) - log Σ_k exp(z_k - m), where m is the row's largest
// logit, so that nothing overflows and a probability that rounds to 0 still has its true logarithm.
import { type Dtype, defineLoss, full, type Tensor, zeros } from "@nudge/core";
import { contiguous, optional, readOptions, share } from "@nudge/core/internal";
import { softmaxAlong } from "../formulas/softmax.ts";
import { expectDistributions, expectTable, readLabels } from "./labels.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";
import { countRows, weigh } from "./row-weights.ts";
import { classWeights, expectWeights } from "./weights.ts";

/** The options of `softmaxCrossEntropy`. */
export interface CrossEntropyOptions extends ReductionOptions {
  /** The share of each target that is spread over all classes: at least 0 and below 1. @defaultValue 0 */
  readonly labelSmoothing?: number;
  /** A weight for each class, from 0 on. @defaultValue 1 for each */
  readonly classWeights?: ArrayLike<number>;
}

/**
 * t, and what the mean divides by: the sum of the labels' weights, each times that of its row; for rows of probabilities, that of
 * the rows' weights.
 */
function readTargets(
  target: Tensor,
  [n, classes]: readonly number[],
  smoothing: number,
  weights: Float64Array | undefined,
  rowWeights: Tensor | undefined,
  dtype: Dtype,
): { t: Tensor; count: number } {
  const t = full([n, classes], smoothing / classes, dtype);
  const { data } = t;
  let count = countRows(n, rowWeights);
  if (target.dimension === 2) {
    expectDistributions(target, n, classes);
    for (let k = 0; k < t.size; k++)
      data[k] += (1 - smoothing) * target.get(Math.floor(k / classes), k % classes);
  } else {
    const labels = readLabels(target, n, classes);
    for (let i = 0; i < n; i++) data[i * classes + labels[i]] += 1 - smoothing;
    if (weights)
      count = labels.reduce((total, label, i) => total + weights[label] * (rowWeights?.get(i) ?? 1), 0);
  }
  if (weights) for (let k = 0; k < t.size; k++) data[k] *= weights[k % classes];
  return { t: weigh(t, rowWeights), count };
}

type Numbers = Tensor["data"];
type Round = (value: number) => number;

/** What a number becomes in an array like this one. */
const roundingOf = (numbers: Numbers): Round =>
  numbers instanceof Float32Array ? Math.fround : (value) => value;

/** m, the largest of a row of logits. */
function largest(z: Numbers, start: number, classes: number): number {
  let m = -Infinity;
  for (let k = start; k < start + classes; k++) m = Math.max(m, z[k]);
  return m;
}

/** Writes exp(z - m) of a row of logits, from `at` on in `into`, and gives their sum. */
function exponentials(
  into: Numbers,
  at: number,
  z: Numbers,
  start: number,
  classes: number,
  m: number,
  round: Round,
): number {
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    into[at + c] = Math.exp(round(z[start + c] - m));
    sum += into[at + c];
  }
  return round(sum);
}

// L_i = Σ_c t_c (log Σ_k exp z_k - z_c):   dL_i/dz_c = p_c Σ_k t_k - t_c with p_c = exp z_c / Σ_k exp z_k
const slope = (p: number, wanted: number, t: number) => p * wanted - t;

/**
 * The cross-entropy of softmax probabilities, the mean over the batch: `L = Σ_i -log softmax(z_i)[y_i] / n`,
 * logits `z: [n, classes]`, targets `y` as n whole labels `0 ... classes - 1`, or rows of probabilities `t: [n, classes]`
 * (one-hot or not), with `L = Σ_i Σ_c -t_ic log softmax(z_i)[c] / n`.
 *
 * Takes logits, not probabilities: the network ends in a plain `dense`. Right at logits of any size. Options:
 * `labelSmoothing` s spreads a share of each target: `t = (1 - s) t + s / classes`; `classWeights` multiplies t by a weight
 * for each class, and the mean over labels then divides by the sum of their weights; `reduction: "sum"` does not divide.
 * Throws when a label is not a class or a row does not add up to 1, when the shapes do not fit, and when the labels' weights
 * are all 0.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { softmaxCrossEntropy } from "@nudge/layers";
 *
 * const [loss] = softmaxCrossEntropy().forward(tensor([[0, 0], [1000, -1000]]), [0, 1]);
 * console.log(loss.toFixed(4));
 * // 1000.3466
 */
export const softmaxCrossEntropy = /* @__PURE__ */ defineLoss(
  "softmaxCrossEntropy",
  (options?: CrossEntropyOptions) => {
    const {
      labelSmoothing,
      classWeights: weights,
      reduction,
    } = readOptions("softmaxCrossEntropy", options, {
      ...readersOfReduction(),
      labelSmoothing: share(0),
      classWeights: optional(classWeights()),
    });
    const divisor = divisorOf(reduction);
    const plain = labelSmoothing === 0 && weights === undefined;
    return {
      forward: (logits, target, rowWeights) => {
        const shape = expectTable(logits, "logits");
        expectWeights(weights, shape[1]);
        const dtype = logits.dtype as Dtype;
        const { t, count } = readTargets(target, shape, labelSmoothing, weights, rowWeights, dtype);

        const [n, classes] = shape;
        const { data: z, offset } = contiguous(logits);
        const p = zeros(shape, logits.dtype as Dtype);
        const round = roundingOf(p.data);
        let total = 0;
        for (let i = 0; i < n; i++) {
          const [at, start] = [i * classes, offset + i * classes];
          const m = largest(z, start, classes);
          const sum = exponentials(p.data, at, z, start, classes, m, round);
          for (let c = 0; c < classes; c++) {
            // A class that is not wanted costs nothing, however impossible it is.
            if (t.data[at + c] !== 0) total += t.data[at + c] * (Math.log(sum) - round(z[start + c] - m));
            p.data[at + c] /= sum;
          }
        }
        const cache = { probabilities: p, t, divisor: divisor(count, rowWeights) };
        return [total / cache.divisor, cache];
      },

      // L = Σ_i L_i / D:   dz_ic = dL_i/dz_c / D
      backward: ({ probabilities: p, t, divisor }) => {
        const [n, classes] = t.shape;
        const dz = zeros(t.shape, t.dtype as Dtype);
        for (let i = 0; i < n; i++) {
          const [start, end] = [i * classes, (i + 1) * classes];
          let wanted = 0;
          for (let k = start; k < end; k++) wanted += t.data[k];
          for (let k = start; k < end; k++) dz.data[k] = slope(p.data[k], wanted, t.data[k]) / divisor;
        }
        return dz;
      },

      // p_ic = exp z_ic / Σ_k exp z_ik
      probabilities: (logits) => {
        expectTable(logits, "logits");
        return softmaxAlong(logits, 1);
      },

      kernel: plain
        ? (logits, n, classes, { data, offset, shape }, gradient) => {
            if (shape.length !== 1 || shape[0] !== n) return undefined;
            const round = roundingOf(gradient);
            const count = divisor(n);
            let total = 0;
            for (let i = 0; i < n; i++) {
              const label = data[offset + i];
              if (!Number.isInteger(label) || label < 0 || label >= classes) return undefined;
              const start = i * classes;
              const m = largest(logits, start, classes);
              const sum = exponentials(gradient, start, logits, start, classes, m, round);
              total += Math.log(sum) - round(logits[start + label] - m);
              const exponential = gradient[start + label];
              for (let k = start; k < start + classes; k++)
                gradient[k] = slope(round(gradient[k] / sum), 1, 0) / count;
              gradient[start + label] = slope(round(exponential / sum), 1, 1) / count;
            }
            return total / count;
          }
        : undefined,
    };
  },
);
