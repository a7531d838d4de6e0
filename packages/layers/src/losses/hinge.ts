// L = Σ_i Σ_{c ≠ y(i)} max(0, margin - s_i,y(i) + s_ic)^power / C / n      s: [n, C]   y: n labels   ->   L: a number
import { type Dtype, defineLoss, zeros } from "@nudge/core";
import { oneOf, positive, readOptions } from "@nudge/core/internal";
import { expectTable, readLabels } from "./labels.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";
import { countRows } from "./row-weights.ts";

/** The options of `hinge`. */
export interface HingeOptions extends ReductionOptions {
  /** By how much the label's score should be ahead: above 0. @defaultValue 1 */
  readonly margin?: number;
  /** 1, or 2 for the squared hinge. @defaultValue 1 */
  readonly power?: 1 | 2;
}

/**
 * The multi-class hinge loss, the mean over the batch: `L = Σ_i Σ_{c ≠ y_i} max(0, margin - s_i[y_i] + s_ic)^power / classes
 * / n`, scores `s: [n, classes]`, targets `y` as n whole labels `0 ... classes - 1` or as one-hot rows.
 *
 * Each row is divided by the number of classes, as in PyTorch's MultiMarginLoss. Options: `margin` 1; `power` 1, or 2 for
 * the squared hinge; `reduction: "sum"` does not divide by n. At a margin that is just kept the derivative is 0. Throws when a label
 * is not a class or a row is not one-hot, and when the shapes do not fit.
 *
 * Source: Crammer and Singer, On the algorithmic implementation of multiclass kernel-based vector machines, 2001.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { hinge } from "@nudge/layers";
 *
 * const [loss] = hinge().forward(tensor([[3, 2.5, -1, 0]]), [0]);
 * console.log(loss);
 * // 0.125
 */
export const hinge = /* @__PURE__ */ defineLoss("hinge", (options?: HingeOptions) => {
  const { margin, power, reduction } = readOptions("hinge", options, {
    ...readersOfReduction(),
    margin: positive(1),
    power: oneOf([1, 2], 1),
  });
  const divisor = divisorOf(reduction);
  return {
    forward: (scores, target, weights) => {
      const [n, classes] = expectTable(scores, "scores");
      const labels = readLabels(target, n, classes);
      const total = classes * divisor(countRows(n, weights), weights);
      const short = zeros(scores.shape, scores.dtype as Dtype);
      let value = 0;
      for (const [i, label] of labels.entries()) {
        const weight = weights?.get(i) ?? 1;
        for (let c = 0; c < classes && weight > 0; c++) {
          if (c === label) continue;
          const s = Math.max(0, margin - scores.get(i, label) + scores.get(i, c));
          short.set(i, c, s);
          value += weight * (power === 1 ? s : s * s);
        }
      }
      return [value / total, { short, labels, weights, total }];
    },

    // With m_c = margin - s_y + s_c, where m_c > 0:   ds_c = w power m_c^(power - 1) / (C n), and ds_y takes all of them off
    backward: ({ short, labels, weights, total }) => {
      const [, classes] = short.shape;
      const ds = zeros(short.shape, short.dtype as Dtype);
      for (const [i, label] of labels.entries()) {
        const weight = weights?.get(i) ?? 1;
        let all = 0;
        for (let c = 0; c < classes; c++) {
          const m = short.get(i, c);
          const d = m > 0 ? (weight * (power === 1 ? 1 : 2 * m)) / total : 0;
          all += d;
          ds.set(i, c, d);
        }
        ds.set(i, label, -all);
      }
      return ds;
    },
  };
});
