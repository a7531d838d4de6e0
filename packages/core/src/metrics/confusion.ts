import { literal } from "../arguments/describe.ts";
import { optional } from "../arguments/reader.ts";
import { columns } from "../drawing/columns.ts";
import { classesReader } from "../layer/classes.ts";
import { countClasses, readClasses } from "./classes.ts";
import type { Metric } from "./metric.ts";

/** Which classes are taken for which. Printed, it is a table; as JSON its counts and classes. */
export interface ConfusionMatrix {
  /** How many rows of class `i` were predicted to be of class `j`, at `counts[i][j]`. */
  readonly counts: readonly (readonly number[])[];
  /** The names of the classes; their numbers where the model has none. */
  readonly classes: readonly string[];
  /** A table for the terminal: a row for each class of the targets, a column for each that was predicted. */
  toString(): string;
}

/** Its methods are no fields of their own, so that a matrix can be cloned, compared and written as JSON. */
class Counted implements ConfusionMatrix {
  constructor(
    readonly counts: readonly (readonly number[])[],
    readonly classes: readonly string[],
  ) {}

  toString(): string {
    // Names may come out of a file: what a terminal would obey is written out.
    const names = this.classes.map((name) => literal(name).slice(1, -1));
    const rows = [["actual", ...names], ...this.counts.map((row, i) => [names[i], ...row.map(String)])];
    const lines = columns(rows, `l${"r".repeat(names.length)}`);
    const indent = " ".repeat(Math.max(...rows.map(([name]) => name.length)));
    return [`${indent}  predicted`, ...lines].join("\n");
  }
}

/**
 * The confusion matrix: how many rows of each class were predicted to be of which, `counts[i][j] = rows of class i that are
 * predicted to be of class j`. Its entries add up to n, those of the diagonal are right.
 *
 * The classes have the names that the model has (`createModel(layer, { classes })`), or else their numbers. Reads predictions
 * and targets as `accuracy` does, and throws when they do not fit, and when there are not as many names as classes.
 *
 * @example
 * import { confusion, tensor } from "@nudge/core";
 *
 * const matrix = confusion().evaluate(tensor([0.9, 0.2, 0.7]), tensor([1, 1, 0]), { classes: ["ham", "spam"] });
 * console.log(`${matrix}`);
 * //         predicted
 * // actual  ham  spam
 * // ham       0     1
 * // spam      1     1
 */
export function confusion(): Metric<"confusion", ConfusionMatrix> {
  return {
    name: "confusion",
    evaluate(prediction, target, about) {
      const counts = countClasses(readClasses("confusion", prediction, target));
      const classes = optional(classesReader()).read("confusion", "classes", about?.classes);
      const names = classes ?? counts.map((_, label) => `${label}`);
      if (names.length !== counts.length)
        throw new Error(`confusion: expected the names of ${counts.length} classes, got ${names.length}`);
      return new Counted(counts, names);
    },
    toString: () => "confusion()",
  };
}
