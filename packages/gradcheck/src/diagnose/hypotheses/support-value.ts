// Wrong only where the tensor, the output or another tensor has values of a kind: negative, zero, small, large
import { count } from "../../words/describe.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { type Field, fieldsOf, intervalOf } from "../fit/fields.ts";
import { behaviourOf, isRight, isWrong, judgeRegion, type Region } from "../fit/region.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** Regions of a field, the simplest first. */
function* regionsOf(evidence: Evidence, field: Field): Generator<Region> {
  const region = (text: string, choices: number, holds: (value: number) => boolean): Region => ({
    text: `where ${text}`,
    choices,
    transfers: field.isOwn,
    inside: (tensor, k) => holds(field.of(tensor)[k]),
  });
  yield region(`${field.name} < 0`, 4, (v) => v < 0);
  yield region(`${field.name} > 0`, 4, (v) => v > 0);
  yield region(`${field.name} is 0`, 4, (v) => v === 0);
  for (const isAbsolute of [false, true]) {
    const found = intervalOf(evidence, field, isAbsolute);
    if (found === undefined) continue;
    yield region(found.text, found.isTwoSided ? evidence.tensor.theta.length : 4, found.holds);
  }
}

export const supportByValue: Hypothesis = (evidence) => {
  const { tensor } = evidence;
  const entries = Array.from(tensor.theta.keys());
  const wrong = entries.filter((k) => isWrong(tensor, k));
  const right = entries.filter((k) => isRight(tensor, k));
  if (wrong.length === 0 || right.length === 0) return undefined;
  const fields = fieldsOf(evidence);
  for (const field of fields) {
    for (const region of regionsOf(evidence, field)) {
      // All wrong entries and no right one: anything less is no rule.
      const splits =
        wrong.every((k) => region.inside(tensor, k)) && !right.some((k) => region.inside(tensor, k));
      if (!splits) continue;
      const unexplained = judgeRegion(evidence, { ...region, choices: region.choices * fields.length });
      if (unexplained === undefined) continue;
      return {
        kind: "support",
        unexplained,
        message: `wrong only ${region.text} (${count(wrong.length, "entry", "entries")} of ${tensor.verdict.length})${behaviourOf(tensor)}`,
      };
    }
  }
  return undefined;
};
