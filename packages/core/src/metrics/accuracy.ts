import { countClasses, readClasses } from "./classes.ts";
import type { Metric } from "./metric.ts";

/**
 * The share of rows whose class is predicted right: `accuracy = rows with the class of their target / n`, from 0 to 1.
 *
 * Predictions are `[n, classes]`, a number for each class, of which the largest counts (the first of equal ones); or, of two
 * classes, the probability of the second, `[n, 1]` or `[n]`, of which more than 0.5 counts as that. Targets are labels `[n]`,
 * or distributions `[n, classes]`, of which the largest entry counts. All metrics of classes read them so, and throw when the
 * shapes do not fit, when a number is not finite or a label no class, and when a row of the target does not add up to 1.
 *
 * @example
 * import { accuracy, tensor } from "@nudge/core";
 *
 * console.log(accuracy().evaluate(tensor([[2, 1], [0, 3]]), tensor([0, 0])));
 * // 0.5
 */
export function accuracy(): Metric<"accuracy"> {
  return {
    name: "accuracy",
    better: "higher",
    evaluate(prediction, target) {
      const classified = readClasses("accuracy", prediction, target);
      const right = countClasses(classified).reduce((sum, counts, label) => sum + counts[label], 0);
      return right / classified.rows;
    },
    toString: () => "accuracy()",
  };
}
