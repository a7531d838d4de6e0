// Some rows (or columns, or indices along another axis) are right, each of the others is wrong by a factor of its own:
// classes or examples weighted

import { indicesText } from "../axis-text.ts";
import type { Hypothesis } from "../candidate.ts";
import { allKnown, isWrong } from "../evidence/evidence.ts";
import { groupBy, indicesAlong } from "../layout.ts";
import { factorText } from "../named-numbers.ts";

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
    if (all.length < 2 || all.length === length || !all.every(Number.isFinite)) continue;
    const distinct = [...new Set(all.map((c) => factorText(Number(c.toPrecision(6)))))];
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
