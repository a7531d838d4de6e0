// The wrong entries have each other's values, in no order that has a name
import { place } from "../../words/describe.ts";
import { indexOf } from "../../words/index-of.ts";
import type { Hypothesis } from "../candidate.ts";
import { isKnown, wrongOf } from "../evidence/evidence.ts";

export const exchanged: Hypothesis = ({ tensor }) => {
  const { analytic, numeric, error: bars, name, shape } = tensor;
  const wrong = wrongOf(tensor).filter((k) => isKnown(tensor, k));
  // Zeros and repeated values say nothing about where they came from.
  const distinct = new Set(wrong.map((k) => analytic[k].toPrecision(6)).filter((text) => Number(text) !== 0));
  if (distinct.size < 2) return [];
  const bySize = (values: Float64Array) => wrong.toSorted((a, b) => values[a] - values[b]);
  const [value, error, sources] = [numeric.slice(), bars.slice(), bySize(numeric)];
  for (const [rank, k] of bySize(analytic).entries()) {
    value[k] = numeric[sources[rank]];
    error[k] = bars[sources[rank]];
  }
  const message =
    wrong.length === 2
      ? `${wrong.map((k) => place(name, indexOf(k, shape))).join(" and ")} have each other's values`
      : `the ${wrong.length} wrong entries have each other's values: right values in the wrong places`;
  return [{ kind: "permuted", value, error, choices: 10 ** Math.min(300, wrong.length), message }];
};
