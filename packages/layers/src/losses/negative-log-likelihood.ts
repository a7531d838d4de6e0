// L = Σ_i -w_y(i) q_i,y(i) / Σ_i w_y(i)      q: [n, classes], log-probabilities   y: n labels   ->   L: a number
import { type Dtype, defineLoss, exp, zeros } from "@nudge/core";
import { optional, readOptions } from "@nudge/core/internal";
import { expectTable, readLabels } from "./labels.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";
import { classWeights, expectWeights } from "./weights.ts";

/** The options of `negativeLogLikelihood`. */
export interface LikelihoodOptions extends ReductionOptions {
  /** A weight for each class, from 0 on. @defaultValue 1 for each */
  readonly classWeights?: ArrayLike<number>;
}

/**
 * The negative log-likelihood of labels, the mean over the batch: `L = Σ_i -q_i[y_i] / n`, log-probabilities
 * `q: [n, classes]`, as `logSoftmax` gives them, targets `y` as n whole labels `0 ... classes - 1` or as one-hot rows.
 *
 * With `classWeights` w, `L = Σ_i -w[y_i] q_i[y_i] / Σ_i w[y_i]`; `reduction: "sum"` does not divide. Throws when a label
 * is not a class or a row is not one-hot, when the shapes do not fit, and when the labels' weights are all 0.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { negativeLogLikelihood } from "@nudge/layers";
 *
 * const [loss] = negativeLogLikelihood().forward(tensor([[Math.log(0.25), Math.log(0.75)]]), [1]);
 * console.log(loss.toFixed(4));
 * // 0.2877
 */
export const negativeLogLikelihood = /* @__PURE__ */ defineLoss(
  "negativeLogLikelihood",
  (options?: LikelihoodOptions) => {
    const { classWeights: weights, reduction } = readOptions("negativeLogLikelihood", options, {
      ...readersOfReduction(),
      classWeights: optional(classWeights()),
    });
    const divisor = divisorOf(reduction);
    return {
      forward: (logarithms, target, rowWeights) => {
        const [n, classes] = expectTable(logarithms, "log-probabilities");
        expectWeights(weights, classes);
        const labels = readLabels(target, n, classes);
        const shares = Float64Array.from(
          labels,
          (label, i) => (weights?.[label] ?? 1) * (rowWeights?.get(i) ?? 1),
        );
        const total = divisor(
          shares.reduce((sum, w) => sum + w, 0),
          rowWeights,
        );
        const add = (sum: number, label: number, i: number) =>
          shares[i] === 0 ? sum : sum - shares[i] * logarithms.get(i, label);
        return [labels.reduce(add, 0) / total, { labels, shares, total, like: logarithms }];
      },

      // Only the entry of its label moves a row's loss:   dq_i,y(i) = -w_y(i) / Σ w, else 0
      backward: ({ labels, shares, total, like }) => {
        const dq = zeros(like.shape, like.dtype as Dtype);
        for (const [i, label] of labels.entries()) dq.set(i, label, -shares[i] / total);
        return dq;
      },

      // p = exp q
      probabilities: exp,
    };
  },
);
