import { printCall } from "../arguments/print-call.ts";
import { checkArguments, count } from "../arguments/reader.ts";
import { readClasses } from "./classes.ts";
import type { Metric } from "./metric.ts";

/**
 * The share of rows whose class is among the k that are predicted first: `topK = rows with fewer than k classes before that of
 * their target / n`, from 0 to 1. It is reported as `top3` for k = 3.
 *
 * Before a class are those with a larger number, and of those with the same one those that come first, so that `topK(1)` is
 * the accuracy. Reads predictions `[n, classes]` and targets as `accuracy` does. Throws also when k is no whole number above 0, and
 * when there are not more than k classes.
 *
 * @example
 * import { tensor, topK } from "@nudge/core";
 *
 * const prediction = tensor([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1]]);
 * console.log(topK(2).evaluate(prediction, tensor([1, 2])));
 * // 0.5
 */
export function topK<const K extends number>(k: K): Metric<`top${K}`> {
  checkArguments("topK", count(), { k });
  const printed = printCall("topK", [k]);
  return {
    name: `top${k}`,
    better: "higher",
    evaluate(prediction, target) {
      const { scores, rows, columns, actual } = readClasses(printed, prediction, target);
      if (columns <= k)
        throw new Error(`${printed}: expected predictions of more than ${k} classes, got ${columns}`);
      let found = 0;
      for (const [row, label] of actual.entries()) {
        const start = row * columns;
        const own = scores[start + label];
        let before = 0;
        for (let c = 0; c < columns; c++) {
          const other = scores[start + c];
          if (other > own || (other === own && c < label)) before++;
        }
        if (before < k) found++;
      }
      return found / rows;
    },
    toString: () => printed,
  };
}
