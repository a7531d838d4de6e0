// The wrong entries have each other's values, in no order that has a name

import { place } from "../../words/describe.ts";
import { indexOf } from "../../words/index-of.ts";
import { isKnown } from "../evidence/evidence.ts";
import { compare, convinces } from "../fit/compare.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const exchanged: Hypothesis = ({ tensor }) => {
  const { verdict, analytic, numeric, error, name, shape } = tensor;
  const wrong = verdict.flatMap((v, k) => (v === "wrong" && isKnown(tensor, k) ? [k] : []));
  if (wrong.length < 2) return undefined;
  const ranks = (values: Float64Array) => wrong.toSorted((a, b) => values[a] - values[b]);
  const value = numeric.slice();
  const bars = error.slice();
  const sources = ranks(numeric);
  for (const [rank, k] of ranks(analytic).entries()) {
    value[k] = numeric[sources[rank]];
    bars[k] = error[sources[rank]];
  }
  // Zeros and repeated values say nothing about where they came from.
  const distinct = new Set(wrong.map((k) => analytic[k].toPrecision(6)).filter((text) => Number(text) !== 0));
  if (distinct.size < 2) return undefined;
  const found = compare(tensor, { value, error: bars, choices: 10 ** Math.min(300, wrong.length) });
  if (!convinces(found)) return undefined;
  const message =
    wrong.length === 2
      ? `${wrong.map((k) => place(name, indexOf(k, shape))).join(" and ")} have each other's values`
      : `the ${wrong.length} wrong entries have each other's values: right values in the wrong places`;
  return { kind: "permuted", unexplained: found.unexplained, message };
};
