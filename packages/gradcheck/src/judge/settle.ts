// What is settled: an entry passes by a direction that says enough about it. Those that are lost beside the others get
// directions of their own, then more and more of these, and the last are judged one by one.
import { type Group, halves } from "./group.ts";
import { type Distance, doubtOf, isFar } from "./measure-along.ts";
import type { Search, Searching } from "./search.ts";
import { isRight } from "./survey.ts";

/** An entry passes by a slope that is known this well, as a share of what the entry adds to it: an error bar is blunt above. */
const enough = 0.1;
/** Into so many groups is divided what one did not settle: the fewer entries move, the farther each can. */
const division = 16;
/** So many groups of a tensor, and then so many entries, are tried: the method is to stay much faster than looking at all. */
const affordable = 1024;
/** After so many entries of gradient 0 that change the output, it is no use to look for more of them by halving. */
const mostMoving = 16;

/** Settles the entries of a tensor whose own direction agrees with the gradient. */
export function* settleBy(search: Search, own: Group, distance: Distance): Searching<void> {
  yield* settleApart(search, settle(search, own, distance), 1);
}

/** Settles the entries of a tensor in which something is wrong: if it was not found yet, smaller groups show more. */
export function* settleLost(search: Search): Searching<void> {
  const { survey } = search.all;
  if (search.open.length > affordable && isRight(survey, search.slice))
    yield* settleApart(search, search.open, division);
  else yield* judgeAll(search, search.open);
}

/**
 * Settles entries by directions of their own, of which there are `first` in the beginning; the last of them may move alone. To
 * judge the first one of a tensor by itself takes more, for the tensor is calibrated before.
 */
function* settleApart(search: Search, entries: Int32Array, first: number): Searching<void> {
  const { known } = search.all;
  const level = entries.filter((i) => known[i] === 0);
  let left = entries.filter((i) => known[i] !== 0);
  for (let groups = first; left.length >= groups && groups <= affordable; ) {
    const size = Math.ceil(left.length / groups);
    const unsettled: number[] = [];
    for (let k = 0; k < left.length; k += size) {
      const group = search.draw(left.subarray(k, k + size));
      const distance = yield* search.find(group);
      unsettled.push(...settle(search, group, distance));
    }
    if (unsettled.length > left.length / 2) groups *= division;
    left = Int32Array.from(unsettled);
  }
  yield* judgeAll(search, left);
  if (level.length > 0) yield* judgeAll(search, yield* settleStill(search, search.draw(level)));
}

/** Judges entries one by one, if they are not too many. */
function* judgeAll(search: Search, entries: Int32Array): Searching<void> {
  if (entries.length <= affordable) for (const entry of entries) yield* search.judge(entry);
}

/** Judges entries that no direction can hold one by one; of too many as many as can be: a wrong one is enough. */
export function* judgeApart(search: Search, entries: Int32Array): Searching<void> {
  yield* judgeAll(search, entries.subarray(0, affordable));
}

/** Passes the entries of a group that its slope says enough about, and gives the others. */
function settle({ judged, all }: Search, { entries, moves }: Group, distance: Distance): Int32Array {
  const { verdict, error } = all.survey;
  const doubt = doubtOf(distance);
  return entries.filter((i, k) => {
    if (judged.has(i)) return false;
    const move = Math.abs(moves[k]);
    const term = Math.abs(all.known[i]) * move;
    if (isFar(distance) || term === 0 || !(doubt <= enough * term)) return true;
    verdict[i] = "pass";
    error[i] = doubt / move;
    return false;
  });
}

/** Passes the entries of a group with a gradient of 0 that change nothing when they move, and gives those that do. */
function* settleStill(search: Search, group: Group): Searching<Int32Array> {
  const { slope, noise } = search.level(group, search.step);
  yield;
  const { entries } = group;
  if (slope === 0 && noise === 0) {
    const { verdict, numeric, error } = search.all.survey;
    for (const i of entries) {
      verdict[i] = "pass";
      numeric[i] = 0;
      error[i] = 0;
    }
    return new Int32Array();
  }
  if (entries.length === 1) return entries;
  const [first, second] = halves(group);
  const moving = yield* settleStill(search, first);
  const more = moving.length > mostMoving ? second.entries : yield* settleStill(search, second);
  return Int32Array.from([...moving, ...more]);
}
