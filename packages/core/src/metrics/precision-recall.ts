// Precision, recall and F1: shares of what was predicted to be of a class, and of what is, made one number by an average.

import { readOptions } from "../arguments/options.ts";
import { named, printCall } from "../arguments/print-call.ts";
import { oneOf, optional } from "../arguments/reader.ts";
import { countClasses, readClasses } from "./classes.ts";
import type { Metric } from "./metric.ts";

/** How the values of several classes become one: their mean, that of all rows taken together, or not at all. */
export type Average = "macro" | "micro" | "none";

/** The options of `precision`, `recall` and `f1`. */
export interface AverageOptions<A extends Average | undefined = Average | undefined> {
  /** How the values of classes become one. @defaultValue of two classes that of the second, of more "macro" */
  readonly average?: A;
}

/** How many rows were rightly predicted to be of a class, how many were predicted to be, and how many are. */
interface Tally {
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const tallies = (counts: readonly (readonly number[])[]): Tally[] =>
  counts.map((row, c) => ({
    right: row[c],
    predicted: total(counts.map((of) => of[c])),
    actual: total(row),
  }));

/** The average over classes that occur, as targets or as predictions. */
function macro(all: readonly Tally[], share: (tally: Tally) => number): number {
  const occurring = all.filter(({ predicted, actual }) => predicted + actual > 0);
  return total(occurring.map(share)) / occurring.length;
}

function micro(all: readonly Tally[], share: (tally: Tally) => number): number {
  const right = total(all.map((tally) => tally.right));
  const rows = total(all.map((tally) => tally.actual));
  return share({ right, predicted: rows, actual: rows });
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

function averaged<const Name extends string>(name: Name, share: (tally: Tally) => number) {
  function metric<A extends Average | undefined = undefined>(
    options?: AverageOptions<A>,
  ): Metric<Name, A extends "none" ? readonly number[] : number>;
  function metric(options?: AverageOptions): Metric<Name, readonly number[] | number> {
    const { average } = readOptions(name, options, {
      average: optional(oneOf(["macro", "micro", "none"])),
    });
    return {
      name,
      ...(average === "none" ? {} : { better: "higher" }),
      evaluate(prediction, target) {
        const all = tallies(countClasses(readClasses(name, prediction, target)));
        if (average === "none") return all.map(share);
        if (average === "micro") return micro(all, share);
        return average === undefined && all.length === 2 ? share(all[1]) : macro(all, share);
      },
      toString: () => printCall(name, [options]),
    };
  }
  return named(name, metric);
}

/**
 * Of the rows that are predicted to be of a class, the share that is: `precision = right / predicted`, from 0 to 1, and 0 where
 * none is predicted to be.
 *
 * Of two classes it is that of the second, of more the mean over the classes that occur as targets or predictions.
 * `average: "macro"` is that mean also of two; `"micro"` that of all rows taken together, which is the accuracy; `"none"` gives a
 * list with the value of each class. Reads predictions and targets as `accuracy` does, and throws when they do not fit.
 *
 * @example
 * import { precision, tensor } from "@nudge/core";
 *
 * const probabilities = tensor([0.9, 0.8, 0.7, 0.1]);
 * console.log(precision().evaluate(probabilities, tensor([1, 0, 1, 1])).toFixed(2));
 * // 0.67
 */
export const precision = /* @__PURE__ */ averaged("precision", ({ right, predicted }) =>
  ratio(right, predicted),
);

/**
 * Of the rows of a class, the share that is predicted to be: `recall = right / actual`, from 0 to 1, and 0 where there are none.
 *
 * Averaged as `precision` is. Reads predictions and targets as `accuracy` does, and throws when they do not fit.
 *
 * @example
 * import { recall, tensor } from "@nudge/core";
 *
 * const probabilities = tensor([0.9, 0.8, 0.7, 0.1]);
 * console.log(recall({ average: "none" }).evaluate(probabilities, tensor([1, 0, 1, 0])));
 * // [ 0.5, 1 ]
 */
export const recall = /* @__PURE__ */ averaged("recall", ({ right, actual }) => ratio(right, actual));

/**
 * The harmonic mean of precision and recall: `F1 = 2 right / (predicted + actual)`, from 0 to 1, and 0 where a class is
 * neither target nor prediction.
 *
 * Averaged as `precision` is: the mean is that of the F1 of each class. Reads predictions and targets as `accuracy` does,
 * and throws when they do not fit.
 *
 * @example
 * import { f1, tensor } from "@nudge/core";
 *
 * const probabilities = tensor([0.9, 0.8, 0.7, 0.1]);
 * console.log(f1().evaluate(probabilities, tensor([1, 0, 1, 0])));
 * // 0.8
 */
export const f1 = /* @__PURE__ */ averaged("f1", ({ right, predicted, actual }) =>
  ratio(2 * right, predicted + actual),
);
