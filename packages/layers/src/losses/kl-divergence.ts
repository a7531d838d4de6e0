// L = Σ t (log t - q) / D      q: [n, ...], log-probabilities   t: the same shape, probabilities or their logarithms   ->   L: a number
import { defineLoss, divide, exp, expectShape, map, negate, sum } from "@nudge/core";
import { flag, oneOf, readOptions } from "@nudge/core/internal";
import { toPair } from "./pair.ts";
import { divisorOf } from "./reduction.ts";
import { countEntries, countRows, weigh } from "./row-weights.ts";

/** The options of `klDivergence`. */
export interface DivergenceOptions {
  /** Whether the target holds logarithms too. @defaultValue false */
  readonly logTarget?: boolean;
  /** What to divide by: "batchMean" rows, "mean" entries, "sum" nothing. @defaultValue "batchMean" */
  readonly reduction?: "batchMean" | "mean" | "sum";
}

/**
 * The Kullback-Leibler divergence of the target from the prediction: `L = Σ t (log t - q) / n`, log-probabilities `q:
 * [n, ...]`, as `logSoftmax` gives them, and target probabilities `t` of the same shape.
 *
 * Where t is 0 the term is 0, whatever q is. Options: `logTarget: true` takes the target as log t; `reduction: "mean"` divides by all
 * entries in the place of the rows, "sum" does not divide. Throws when the target is not a tensor of the prediction's
 * shape, and when a probability is below 0.
 *
 * Source: Kullback and Leibler, On information and sufficiency, 1951.
 *
 * @example
 * import { log, tensor } from "@nudge/core";
 * import { klDivergence } from "@nudge/layers";
 *
 * const [loss] = klDivergence().forward(log(tensor([[0.5, 0.5]])), tensor([[1, 0]]));
 * console.log(loss.toFixed(4));
 * // 0.6931
 */
export const klDivergence = /* @__PURE__ */ defineLoss("klDivergence", (options?: DivergenceOptions) => {
  const { logTarget, reduction } = readOptions("klDivergence", options, {
    logTarget: flag(false),
    reduction: oneOf(["batchMean", "mean", "sum"], "batchMean"),
  });
  const divisor = divisorOf("mean");

  const term = (q: number, t: number) => {
    if (!(t >= 0)) throw new Error(`expected probabilities from 0 on, got ${t}`);
    return t === 0 ? 0 : t * (Math.log(t) - q);
  };
  const termOfLogarithm = (q: number, t: number) =>
    t === Number.NEGATIVE_INFINITY ? 0 : Math.exp(t) * (t - q);
  return {
    forward: (prediction, given, weights) => {
      expectShape(prediction, ["...", "classes"], "log-probabilities");
      const target = toPair(prediction, given);
      const counts = {
        batchMean: countRows(prediction.shape[0], weights),
        mean: countEntries(prediction, weights),
        sum: 1,
      };
      const total = divisor(counts[reduction], weights);
      const terms = map(prediction, target, logTarget ? termOfLogarithm : term);
      const t = logTarget ? map(target, Math.exp) : target;
      return [sum(weigh(terms, weights)) / total, { t, weights, total }];
    },

    // dq = -w t / D
    backward: ({ t, weights, total }) => divide(weigh(negate(t), weights), total),

    // p = exp q
    probabilities: exp,
  };
});
