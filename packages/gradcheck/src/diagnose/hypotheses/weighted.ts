// Each row (or column, or index along another axis) is wrong by a factor of its own: what each is divided by, such as a norm. Or
// some are right, and the others wrong in this way: classes or examples weighted.

import { indicesText } from "../axis-text.ts";
import type { Hypothesis } from "../candidate.ts";
import { allKnown, isWrong } from "../evidence/evidence.ts";
import { groupBy, indicesAlong } from "../layout.ts";
import { factorText } from "../named-numbers.ts";

/** "row" of a matrix, "index of axis 2" of what has more axes. */
const lineName = (rank: number, axis: number) =>
  rank === 2 ? (axis === 0 ? "row" : "column") : `index of axis ${axis}`;

export const weighted: Hypothesis = function* ({ tensor }) {
  const { shape, analytic, numeric, error: bars } = tensor;
  if (shape.length < 2 || !allKnown(tensor)) return;
  for (const [axis, length] of shape.entries()) {
    const [value, error] = [numeric.slice(), bars.slice()];
    const factors = new Map<number, number>();
    for (const [i, entries] of groupBy(indicesAlong(shape, axis)).entries()) {
      if (!entries.some((k) => isWrong(tensor, k))) continue;
      const largest = entries.reduce((a, b) => (Math.abs(numeric[a]) >= Math.abs(numeric[b]) ? a : b));
      const factor = analytic[largest] / numeric[largest];
      factors.set(i, factor);
      for (const k of entries) {
        value[k] = factor * numeric[k];
        error[k] = (Math.abs(factor) + 1) * bars[k];
      }
    }
    const all = [...factors.values()];
    if (all.length < 2 || !all.every(Number.isFinite)) continue;
    const distinct = [...new Set(all.map((c) => factorText(Number(c.toPrecision(6)))))];
    if (all.length === length) {
      // In the other lines of the shape there would be nothing left to hold it to.
      if (distinct.length < 2 || numeric.length < 3 * length) continue;
      const [least, most] = [Math.min(...all), Math.max(...all)].map(factorText);
      yield {
        kind: "factor",
        value,
        error,
        parameters: length,
        choices: shape.length,
        message: `backprop = c × numeric with another c in each ${lineName(shape.length, axis)}, from ${least} to ${most}: a factor that each has for itself, such as a norm or a deviation, is wrong or misplaced`,
      };
      continue;
    }
    const text = distinct.length > 4 ? `from ${distinct[0]} on` : distinct.join(" or ");
    yield {
      kind: "support",
      value,
      error,
      parameters: all.length,
      choices: 2 ** length,
      message: `wrong only in ${indicesText(shape.length, axis, [...factors.keys()])}; backprop there = c × numeric, with c = ${text} for each`,
    };
  }
};
