// The entries that share a kink of an output, and the ways in which they move together.
import type { Meter } from "../measure/meter.ts";
import { powerOfTwo } from "../measure/step.ts";
import { EntryLine } from "../sandbox/line.ts";
import { jumpOf, sidesAlong } from "./sides.ts";
import type { Surroundings } from "./surroundings.ts";

/** A step that shows kinks, as a share of the scale. */
const usualStep = 2 ** -15;
/** Of a group, so many entries are looked at in pairs. */
const paired = 8;
/** So many flat entries at most are tried for ties with others. */
const mostStill = 256;
/** So many points beside the given one: one of three tied entries moves the output at a third of them. */
const tieSamples = 12;

export interface Group {
  readonly entries: readonly number[];
  /** Whether each by itself is flat to both sides, as tied values of a median are: together they move the output. */
  readonly areTied: boolean;
  /** Ways in which they move together. */
  readonly moves: Iterable<Move>;
}

/** How far some entries move; the others stay. */
export type Move = ReadonlyMap<number, number>;

/** A kink of an output at the point: the entry that shows it, by how much its slopes differ, and which way is steeper. */
interface Kink {
  readonly o: number;
  readonly i: number;
  readonly jump: number;
  readonly steeper: number;
}

export function kinksOf(meter: Meter, i: number, scales: Float64Array): Kink[] {
  const line = new EntryLine(meter.theta, i, scales[i]);
  return sidesAlong(meter, meter.center, line, scales[i] * usualStep).flatMap((sides, o) => {
    const jump = jumpOf(sides);
    const steeper = Math.abs(sides.right) < Math.abs(sides.left) ? -1 : 1;
    return jump === 0 ? [] : { o, i, jump, steeper };
  });
}

/** The outputs that an entry moves beside the point, where the ties that hide it are broken. */
function movedBeside({ evaluator, ends }: Meter, i: number, { scales, stream }: Surroundings): Set<number> {
  const { theta } = evaluator;
  const moved = new Set<number>();
  const origin = theta.values.slice();
  for (let sample = 0; sample < tieSamples; sample++) {
    const point = origin.map((x, k) => x + scales[k] * usualStep * (2 * stream.uniform() - 1));
    theta.at(point, () => {
      const line = new EntryLine(theta.values, i, scales[i]);
      const { above, below } = ends.measure(evaluator, line, scales[i] * usualStep);
      for (const [o, y] of above.entries()) if (y !== below[o]) moved.add(o);
    });
  }
  return moved;
}

/** By equal changes of the output: all one way, and each to its steeper side; then the first ones in pairs. */
function* movesOf(kinks: readonly Kink[], scales: Float64Array): Generator<Move> {
  const least = Math.min(...kinks.map(({ i }) => scales[i]));
  const smallest = Math.min(...kinks.map(({ jump }) => jump));
  const sizes = new Map(kinks.map(({ i, jump }) => [i, least * powerOfTwo(smallest / jump)]));
  yield sizes;
  yield new Map(kinks.map(({ i, steeper }) => [i, steeper * sizes.get(i)!]));
  const few = [...sizes].slice(0, paired);
  for (const [k, first] of few.entries())
    for (const [i, size] of few.slice(k + 1))
      for (const sign of [1, -1]) yield new Map([first, [i, sign * size]]);
}

/** The entries under the outputs that they have in common. */
function byOutput<T>(all: Iterable<T>, outputOf: (one: T) => number): T[][] {
  const shared = new Map<number, T[]>();
  for (const one of all) shared.set(outputOf(one), [...(shared.get(outputOf(one)) ?? []), one]);
  return [...shared.values()].filter(({ length }) => length > 1);
}

/**
 * The groups of entries with a kink of an output in common, each once. Of those that are `kinked` some are flat to both
 * sides: they are tied with each other, and with some of the `still` ones, in the outputs that they move beside the point.
 */
export function groupsOf(
  meter: Meter,
  kinked: readonly number[],
  still: readonly number[],
  around: Surroundings,
): Group[] {
  const { scales } = around;
  const groups = new Map<string, Group>();
  const add = (entries: readonly number[], rest: Pick<Group, "areTied" | "moves">) =>
    groups.set(entries.join(), { entries, ...rest });
  const kinks = kinked.map((i) => kinksOf(meter, i, scales));
  for (const shared of byOutput(kinks.flat(), ({ o }) => o)) {
    const entries = shared.map(({ i }) => i);
    add(entries, { areTied: false, moves: movesOf(shared, scales) });
  }
  const flat = kinked.filter((_, k) => kinks[k].length === 0);
  if (flat.length === 0) return [...groups.values()];
  const moved = [...flat, ...still.slice(0, mostStill)].flatMap((i) =>
    [...movedBeside(meter, i, around)].map((o) => ({ i, o })),
  );
  for (const shared of byOutput(moved, ({ o }) => o)) {
    const entries = shared.map(({ i }) => i);
    if (!entries.some((i) => flat.includes(i))) continue;
    const least = Math.min(...entries.map((i) => scales[i]));
    add(entries, { areTied: true, moves: [new Map(entries.map((i) => [i, least]))] });
  }
  return [...groups.values()];
}
