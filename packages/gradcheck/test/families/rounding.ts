// Subjects made of functions of one number that are computed more coarsely than float64 could: what they are made of, and
// members of families with a right twin, wrong ones in all entries or in one, and one that forgets the coarse part.
import { rng, tensor } from "@nudge/core";
import { gradcheckFunction, gradcheckMap } from "../../src/index.ts";
import type { Check, Member } from "./family.ts";

export type Real = (x: number) => number;

/** A function as it is computed, what it means, and the derivative of that. */
export interface Part {
  readonly computed: Real;
  readonly exact: Real;
  readonly slope: Real;
}

/** A function that is made of one, and its derivative, with the part and without it. */
interface Whole {
  readonly value: Real;
  readonly slope: Real;
  /** The derivative of the rest, where there is a rest. */
  readonly rest?: Real;
}

/** What a part stands in. */
const forms = {
  alone: ({ computed, slope }: Part): Whole => ({ value: computed, slope }),
  residual: ({ computed, slope }: Part): Whole => ({
    value: (x) => x + computed(x),
    slope: (x) => 1 + slope(x),
    rest: () => 1,
  }),
  penalty: ({ computed, slope }: Part): Whole => ({
    value: (x) => x * x + computed(x),
    slope: (x) => 2 * x + slope(x),
    rest: (x) => 2 * x,
  }),
  gated: ({ computed, exact, slope }: Part): Whole => ({
    value: (x) => x * computed(x),
    slope: (x) => exact(x) + x * slope(x),
    rest: exact,
  }),
  loss: ({ computed, exact, slope }: Part): Whole => ({
    value: (x) => (computed(x) + 0.3) ** 2,
    slope: (x) => 2 * (exact(x) + 0.3) * slope(x),
  }),
} as const;

/** How many entries there are, and how large they are. */
export interface Points {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  /** Whether they have both signs. */
  readonly signed?: boolean;
}

function draw(seed: number, { count, least, most, signed = false }: Points): number[] {
  const stream = rng(seed);
  return Array.from({ length: count }, () => {
    const size = least + (most - least) * stream.uniform();
    return signed && stream.uniform() < 0.5 ? -size : size;
  });
}

/** A gradient in the place of the right one, of an entry. */
type Spoil = (right: number, k: number, x: number) => number;

/** Entry by entry, as a layer. */
const map = ({ value, slope }: Whole, points: Points, spoil: Spoil): Check => {
  return (seed) => {
    const x = tensor(draw(seed, points));
    return gradcheckMap(
      {
        tensors: { x },
        forward: ({ x }) => [tensor(Array.from(x.data, value)), 0],
        backward: (dy, _, { x }) => ({
          x: tensor(Array.from(x.data, (v, k) => dy.data[k] * spoil(slope(v), k, v))),
        }),
      },
      { seed },
    );
  };
};

/** The sum of all entries, as a loss. */
const sum = ({ value, slope }: Whole, points: Points, spoil: Spoil): Check => {
  return (seed) =>
    gradcheckFunction(
      {
        theta: draw(seed, points),
        value: (theta) => theta.reduce((total, x) => total + value(x), 0),
        gradient: (theta) => theta.map((x, k) => spoil(slope(x), k, x)),
      },
      { seed },
    );
};

const outputs = { map, sum };

/** What a member is made of: the part, what it stands in, whether entries have outputs of their own, and where they lie. */
export type Row = readonly [name: string, Part, form: keyof typeof forms, keyof typeof outputs, Points];

/**
 * The member of a row, with gradients that are off: all of them by a factor, the last one by its sign or altogether, and
 * without the part, where that is large enough to be missed.
 */
export function memberOf(
  [name, part, form, output, points]: Row,
  factors: readonly number[],
  { isMissed = true } = {},
): Member {
  const whole = forms[form](part);
  const check = (spoil: Spoil) => outputs[output](whole, points, spoil);
  const last = points.count - 1;
  const { rest } = whole;
  return {
    name: `${name}, ${form}, ${output} of ${points.count} from ${points.least} to ${points.most}`,
    right: check((right) => right),
    wrong: {
      ...Object.fromEntries(factors.map((factor) => [`times ${factor}`, check((right) => factor * right)])),
      "the last times -1": check((right, k) => (k === last ? -right : right)),
      "the last is 0": check((right, k) => (k === last ? 0 : right)),
      ...(rest && isMissed && { "the part is forgotten": check((_, __, x) => rest(x)) }),
    },
  };
}
