// Values by which wrong entries may be told from right ones, and the intervals of them that hold all wrong entries.

import { copy } from "@nudge/core";
import { sameShape } from "@nudge/core/internal";
import { digits } from "../../words/describe.ts";
import { type Evidence, errorOf, isRight, isWrong, type TensorEvidence } from "../evidence/evidence.ts";

/** A value for each entry: the entry itself, the output in its place, the entry of another tensor. */
export interface Field {
  readonly name: string;
  of(tensor: TensorEvidence): ArrayLike<number>;
  /** Whether it is the entry itself, which can be varied. */
  readonly isOwn: boolean;
}

export function fieldsOf({ tensor, tensors, output }: Evidence): Field[] {
  const fixed = (name: string, values: ArrayLike<number>) => ({ name, of: () => values, isOwn: false });
  const others = tensors.filter(({ name, shape }) => name !== tensor.name && sameShape(shape, tensor.shape));
  return [
    { name: tensor.name, of: ({ theta }) => theta, isOwn: true },
    ...(sameShape(output.shape, tensor.shape) ? [fixed("the output", copy(output).data)] : []),
    ...others.map(({ name, theta }) => fixed(name, theta)),
  ];
}

export interface Interval {
  readonly text: string;
  holds(value: number): boolean;
  readonly isTwoSided: boolean;
}

/** Where the border cannot be looked for by varying the entry, every wrong entry must be off by this share at least. */
const abrupt = 1e-3;

/** Between the values of the wrong entries and those of right ones, on one side or both; undefined where there is none. */
export function intervalOf(
  evidence: Evidence,
  { name, of, isOwn }: Field,
  isAbsolute: boolean,
): Interval | undefined {
  const { tensor } = evidence;
  const field = of(tensor);
  const value = (v: number) => (isAbsolute ? Math.abs(v) : v);
  const all = Array.from(tensor.theta.keys()).sort((a, b) => value(field[a]) - value(field[b]));
  const wrong = all.filter((k) => isWrong(tensor, k));
  const right = all.filter((k) => isRight(tensor, k));
  const [first, last] = [wrong[0], wrong[wrong.length - 1]];
  const below = right.findLast((k) => value(field[k]) < value(field[first]));
  const above = right.find((k) => value(field[k]) > value(field[last]));
  if (below === undefined && above === undefined) return undefined;

  const border = (outer: number, inner: number): number | undefined => {
    if (isOwn) {
      const from = isAbsolute ? Math.abs(field[outer]) * Math.sign(field[inner]) : field[outer];
      const found = evidence.border(inner, from, field[inner]);
      return found === undefined ? undefined : value(found);
    }
    const size = (k: number) => Math.max(Math.abs(tensor.numeric[k]), Math.abs(tensor.analytic[k]));
    const isAbrupt = wrong.every((k) => errorOf(tensor, k) >= abrupt * size(k));
    return isAbrupt ? (value(field[outer]) + value(field[inner])) / 2 : undefined;
  };
  const from = below === undefined ? Number.NEGATIVE_INFINITY : border(below, first);
  const to = above === undefined ? Number.POSITIVE_INFINITY : border(above, last);
  if (from === undefined || to === undefined) return undefined;
  const about = isOwn ? "" : "about ";
  const symbol = isAbsolute ? `|${name}|` : name;
  const limits = [
    ...(below === undefined ? [] : [`${symbol} > ${about}${digits(from)}`]),
    ...(above === undefined ? [] : [`${symbol} < ${about}${digits(to)}`]),
  ];
  return {
    text: limits.join(" and "),
    holds: (v) => value(v) > from - 1e-6 * Math.abs(from) && value(v) < to + 1e-6 * Math.abs(to),
    isTwoSided: limits.length === 2,
  };
}
