import { type Classified, readClasses } from "./classes.ts";
import type { Metric } from "./metric.ts";

// With R_c the sum of the ranks of the rows of class c among all, from 1 for the smallest number, and the mean rank for equal ones:
//   U_c = R_c - n_c (n_c + 1) / 2,   AUC_c = U_c / (n_c (n - n_c))
function areaOf({ scores, rows, columns, actual }: Classified, label: number, column: number): number {
  const scoreOf = (row: number) => scores[row * columns + column];
  const order = Int32Array.from(actual.keys()).sort((a, b) => scoreOf(a) - scoreOf(b));
  let own = 0;
  let ranks = 0;
  for (let start = 0, end = 0; start < rows; start = end) {
    let tied = 0;
    for (; end < rows && scoreOf(order[end]) === scoreOf(order[start]); end++)
      if (actual[order[end]] === label) tied++;
    own += tied;
    ranks += (tied * (start + 1 + end)) / 2;
  }
  if (own === 0 || own === rows)
    throw new Error(
      `auc: ${own === 0 ? "no row is" : "all rows are"} of class ${label}, and it compares rows of a class with other rows`,
    );
  return (ranks - (own * (own + 1)) / 2) / (own * (rows - own));
}

/**
 * The area under the ROC curve, the chance that a row of a class has a larger number for it than a row of another class, equal
 * numbers counting half: from 0 to 1, and 0.5 for guesses. `AUC = U / (n₁ n₀)` with the U of Mann and Whitney.
 *
 * Of two classes the second is that class; of more it is the mean over the classes, each against the rest. Reads
 * predictions and targets as `accuracy` does, and throws when they do not fit, and when a class has no rows or all.
 *
 * Source: Hanley and McNeil, The meaning and use of the area under a receiver operating characteristic curve, 1982.
 *
 * @example
 * import { auc, tensor } from "@nudge/core";
 *
 * const probabilities = tensor([0.9, 0.4, 0.6, 0.1]);
 * console.log(auc().evaluate(probabilities, tensor([1, 1, 0, 0])));
 * // 0.75
 */
export function auc(): Metric<"auc"> {
  return {
    name: "auc",
    better: "higher",
    evaluate(prediction, target) {
      const classified = readClasses("auc", prediction, target);
      const { columns } = classified;
      if (columns <= 2) return areaOf(classified, 1, columns - 1);
      let total = 0;
      for (let c = 0; c < columns; c++) total += areaOf(classified, c, c);
      return total / columns;
    },
    toString: () => "auc()",
  };
}
