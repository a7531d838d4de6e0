// Wrong only where the tensor, the output or another tensor has values of a kind: negative, zero, small, large
import type { Hypothesis } from "../candidate.ts";
import { type Evidence, isRight, wrongOf } from "../evidence/evidence.ts";
import { type Field, fieldsOf, intervalOf } from "../models/fields.ts";
import { type Region, wrongOnly } from "../models/support.ts";
import { staysInPlace } from "./single-entry.ts";

/** Regions of a field, the simplest first. */
function* regionsOf(evidence: Evidence, field: Field): Generator<Region> {
  const region = (text: string, choices: number, holds: (value: number) => boolean): Region => ({
    where: `where ${text}`,
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

export const supportByValue: Hypothesis = function* (evidence) {
  const { tensor } = evidence;
  const wrong = wrongOf(tensor);
  const right = Array.from(tensor.theta.keys()).filter((k) => isRight(tensor, k));
  if (wrong.length === 0 || right.length === 0 || staysInPlace(evidence)) return;
  const fields = fieldsOf(evidence);
  for (const field of fields) {
    for (const region of regionsOf(evidence, field)) {
      // All wrong entries and no right one: anything less is no rule.
      const inside = (k: number) => region.inside(tensor, k);
      if (wrong.every(inside) && !right.some(inside))
        yield wrongOnly(tensor, { ...region, choices: region.choices * fields.length });
    }
  }
};
