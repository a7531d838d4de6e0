// Wrong only where the tensor, the output or another tensor has values of a kind: negative, zero, small, large
import { copy } from "@nudge/core";
import { count, digits } from "../describe.ts";
import { type Evidence, errorOf, type TensorEvidence } from "../evidence/evidence.ts";
import { behaviourOf, isRight, isWrong, judgeRegion, type Region } from "../fit/region.ts";
import { sameShape } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** A value for each entry. */
interface Field {
  readonly name: string;
  of(tensor: TensorEvidence): ArrayLike<number>;
  readonly transfers: boolean;
}

function fieldsOf({ tensor, tensors, output }: Evidence): Field[] {
  const fields: Field[] = [{ name: tensor.name, of: ({ theta }) => theta, transfers: true }];
  const fixed = (name: string, values: ArrayLike<number>) =>
    fields.push({ name, of: () => values, transfers: false });
  if (sameShape(output.shape, tensor.shape)) fixed("the output", copy(output).data);
  for (const { name, shape, theta } of tensors)
    if (name !== tensor.name && sameShape(shape, tensor.shape)) fixed(name, theta);
  return fields;
}

/** Where errors begin: in the wrong entries they must be too large to have grown from nothing at the border. */
const abrupt = 1e-3;

/** Regions of a field that hold the wrong entries, and of the known ones no other. */
function regionsOf(tensor: TensorEvidence, { name, of, transfers }: Field): Region[] {
  const field = of(tensor);
  const wrong = tensor.verdict.flatMap((_, k) => (isWrong(tensor, k) ? [k] : []));
  const right = tensor.verdict.flatMap((_, k) => (isRight(tensor, k) && tensor.numeric[k] !== 0 ? [k] : []));
  const region = (text: string, choices: number, holds: (value: number) => boolean): Region => ({
    text: `where ${text}`,
    choices,
    transfers,
    inside: (one, k) => holds(of(one)[k]),
  });
  const signs = [
    region(`${name} < 0`, 4, (v) => v < 0),
    region(`${name} > 0`, 4, (v) => v > 0),
    region(`${name} is 0`, 4, (v) => v === 0),
  ];
  const size = (k: number) => Math.max(Math.abs(tensor.numeric[k]), Math.abs(tensor.analytic[k]));
  const smooth = wrong.some((k) => errorOf(tensor, k) < abrupt * size(k));
  return smooth ? signs : [...signs, ...intervals(`${name}`, wrong, right, field, region)];
}

function intervals(
  name: string,
  wrong: readonly number[],
  right: readonly number[],
  field: ArrayLike<number>,
  region: (text: string, choices: number, holds: (value: number) => boolean) => Region,
): Region[] {
  const found: Region[] = [];
  for (const [text, value] of [
    [name, (v: number) => v],
    [`|${name}|`, Math.abs],
  ] as const) {
    const inside = wrong.map((k) => value(field[k]));
    const low = Math.min(...inside);
    const high = Math.max(...inside);
    const below = Math.max(...right.map((k) => value(field[k])).filter((v) => v < low));
    const above = Math.min(...right.map((k) => value(field[k])).filter((v) => v > high));
    // The borders are somewhere between the outermost wrong entry and the next right one.
    const from = (below + low) / 2;
    const to = (high + above) / 2;
    const lower = Number.isFinite(below) ? `${text} ≥ ${digits(low)} (right up to ${digits(below)})` : "";
    const upper = Number.isFinite(above) ? `${text} ≤ ${digits(high)} (right from ${digits(above)} on)` : "";
    if (lower === "" && upper === "") continue;
    const both = lower !== "" && upper !== "";
    const holds = (v: number) => value(v) >= from && value(v) <= to;
    found.push(
      region(both ? `${lower} and ${upper}` : lower + upper, both ? wrong.length + right.length : 4, holds),
    );
  }
  return found;
}

export const supportByValue: Hypothesis = (evidence) => {
  const { tensor } = evidence;
  const wrong = tensor.verdict.filter((v) => v === "wrong").length;
  const right = tensor.verdict.filter((_, k) => isRight(tensor, k)).length;
  if (wrong < 2 || right === 0) return undefined;
  const fields = fieldsOf(evidence);
  for (const field of fields) {
    for (const region of regionsOf(tensor, field)) {
      const covers = tensor.verdict.some(
        (v, k) => v === "pass" && tensor.numeric[k] !== 0 && region.inside(tensor, k),
      );
      if (covers) continue;
      const unexplained = judgeRegion(evidence, { ...region, choices: region.choices * fields.length });
      if (unexplained === undefined) continue;
      return {
        kind: "support",
        unexplained,
        message: `wrong only ${region.text} (${count(wrong, "entry", "entries")} of ${tensor.verdict.length})${behaviourOf(tensor)}`,
      };
    }
  }
  return undefined;
};
