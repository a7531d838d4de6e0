import { readOptions } from "../../arguments/options.ts";
import { finite, oneOf, text } from "../../arguments/reader.ts";
import { copy } from "../../tensor/copy.ts";
import { defineTransform, type Transform } from "./define-transform.ts";
import { readEach } from "./read-state.ts";
import { columnOf } from "./scaling.ts";

/** What stands in for what is missing. */
export interface ImputeOptions {
  /** What stands in for a number. @defaultValue "mean" */
  readonly numbers?: "mean" | "median";
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low + (high - low) / 2;
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The category that is met most; of several the first in alphabetical order. */
function mostFrequent(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const all = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return all[0][0];
}

/**
 * Fills in what is missing, null in a table and NaN in a tensor: a number by the mean or the median of its column, a category
 * by the most frequent one, as they were in the rows that it is fitted on.
 *
 * `fit` throws where a column has nothing in it.
 *
 * @example
 * import { compose, impute, oneHot, toArray } from "@nudge/core";
 *
 * const prepare = compose(impute({ numbers: "median" }), oneHot());
 * const rows = [[1, "red"], [null, "red"], [5, null], [3, "blue"]];
 * console.log(toArray(prepare.fit(rows).apply([null, null])));
 * // [ 3, 0, 1 ]
 */
export function impute(options?: ImputeOptions): Transform {
  const { numbers } = readOptions("impute", options, { numbers: oneOf(["mean", "median"], "mean") });
  const middleOf = numbers === "mean" ? meanOf : medianOf;
  return defineTransform<readonly (number | string)[]>("impute", [options], (caller) => ({
    fit: (frame) =>
      frame.sources.map((_, k) => {
        const names = frame.categories.get(k);
        if (names === undefined) return middleOf(columnOf(caller, frame, k));
        return mostFrequent(names.filter((name) => name !== null));
      }),
    read: (written, rows, from) =>
      readEach(`${from}: ${caller}`, "its state", written, rows, { numbers: finite(), categories: text() }),
    apply(frame, standIns) {
      const numbers = copy(frame.numbers);
      const { data } = numbers;
      for (let i = 0; i < data.length; i++) {
        const standIn = standIns[i % standIns.length];
        if (Number.isNaN(data[i]) && typeof standIn === "number") data[i] = standIn;
      }
      const categories = Array.from(frame.categories, ([k, names]) => {
        return [k, names.map((name) => name ?? (standIns[k] as string))] as const;
      });
      return { ...frame, numbers, categories: new Map(categories) };
    },
  }));
}
