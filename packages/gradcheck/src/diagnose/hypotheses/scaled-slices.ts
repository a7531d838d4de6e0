// Some slices along an axis are right, each of the others is wrong by a factor of its own: classes or examples weighted
import { factorText, sliceText } from "../../words/describe.ts";
import { isKnown } from "../evidence/evidence.ts";
import { compare, convinces } from "../fit/compare.ts";
import { groupBy } from "../fit/terms.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const scaledSlices: Hypothesis = ({ tensor }) => {
  const { shape, analytic, numeric, error, verdict } = tensor;
  if (shape.length < 2 || !analytic.every((_, k) => isKnown(tensor, k))) return undefined;
  for (const [axis, length] of shape.entries()) {
    const value = numeric.slice();
    const bars = error.slice();
    const factors = new Map<number, number>();
    for (const [i, slice] of groupBy(indicesAlong(shape, axis)).entries()) {
      if (!slice.some((k) => verdict[k] === "wrong")) continue;
      const largest = slice.reduce((a, b) => (Math.abs(numeric[a]) >= Math.abs(numeric[b]) ? a : b));
      const factor = analytic[largest] / numeric[largest];
      factors.set(i, factor);
      for (const k of slice) {
        value[k] = factor * numeric[k];
        bars[k] = (Math.abs(factor) + 1) * error[k];
      }
    }
    if (factors.size < 2 || factors.size === length || ![...factors.values()].every(Number.isFinite))
      continue;
    const found = compare(tensor, { value, error: bars, parameters: factors.size, choices: 2 ** length });
    if (!convinces(found)) continue;
    const distinct = [...new Set([...factors.values()].map((c) => factorText(Number(c.toPrecision(6)))))];
    const text = distinct.length > 4 ? `from ${distinct[0]} on` : distinct.join(" or ");
    return {
      kind: "support",
      unexplained: found.unexplained,
      message: `wrong only in ${sliceText(shape.length, axis, [...factors.keys()])}; backprop there = c × numeric, with c = ${text} for each`,
    };
  }
  return undefined;
};
