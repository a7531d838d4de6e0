// Directions in which all tensors move: whatever cancels along the direction of one tensor is seen again there, at two
// evaluations for all of them.
import { powerOfTwo } from "../measure/step.ts";
import { DirectionLine } from "../sandbox/line.ts";
import { norm } from "../words/ratio.ts";
import type { Group } from "./group.ts";
import { type Distance, doubtOf, type Expected, isFar, measureAlong } from "./measure-along.ts";
import { longest, type Search, type Searched } from "./search.ts";

/** The least share of its own direction that a tensor moves by, however much smaller the gradients of others are. */
const leastShare = 2 ** -8;

/** A tensor whose own direction agrees with the gradient. */
export interface Agreed {
  readonly search: Search;
  readonly own: Group;
  readonly expected: Expected;
  readonly distance: Distance;
}

/** Whether the slope is wrong where all tensors move, each by so much that they change the output alike. */
export function areFarTogether(
  { meter }: Searched,
  tensors: readonly Agreed[],
  groups: readonly Group[],
): boolean {
  const sharp = tensors.filter(({ expected, distance }) => expected.size > doubtOf(distance));
  if (sharp.length === 0) return false;
  const least = Math.min(...sharp.map(({ expected }) => expected.size));
  const direction = new Float64Array(meter.theta.length);
  const along = tensors.map(({ search, expected: { size } }, k) => {
    const share = Math.max(leastShare, Math.min(1, powerOfTwo(least / size)));
    const { entries, moves } = groups[k];
    for (let j = 0; j < entries.length; j++) direction[entries[j]] = share * moves[j];
    const { predicted, ...group } = search.expect(groups[k]);
    const { threshold } = search;
    return { predicted: share * predicted, size: share * group.size, entries: group.entries, threshold };
  });
  const sum = (f: (one: (typeof along)[number]) => number) => along.reduce((total, one) => total + f(one), 0);
  const predicted = sum((one) => one.predicted);
  const size = Math.max(norm(along.map((one) => one.size)), Math.abs(predicted));
  const known = norm(along.map((one) => one.threshold * one.size));
  const allowed = 4 * Math.max(known, Math.abs(sum((one) => one.threshold * one.predicted)));
  const expected = { predicted, size, entries: sum((one) => one.entries), allowed };
  const steps = {
    start: Math.min(...sharp.map(({ search }) => search.step)),
    longest: Math.min(...groups.map(({ share }) => longest / share)),
  };
  return isFar(measureAlong(meter, new DirectionLine(meter.theta, 0, direction), expected, steps));
}
