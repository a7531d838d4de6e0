// Kinks at the point, judged together. A subgradient is a joint property of the entries that share a kink: each of four
// tied ones may have all of the gradient of their maximum, all of them together may not.
import type { Rng } from "@nudge/core";
import type { Meter } from "../measure/meter.ts";
import { powerOfTwo, rootMeanSquare, scaleOf } from "../measure/step.ts";
import { EntryLine } from "../sandbox/line.ts";
import type { Observation } from "../sandbox/observe.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import { count, place } from "../words/describe.ts";
import { failure } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";
import { type Along, standAlong } from "./along-kinks.ts";
import { rightBeside } from "./beside.ts";
import type { Survey } from "./survey.ts";

/** Of a group, so many entries are looked at in pairs. */
const paired = 8;
/** So many directions at most: what shares kinks by thousands is looked at in part. */
const mostDirections = 512;
/** A step that shows kinks, as a share of the scale, where no other is known. */
const usualStep = 2 ** -15;
/** A difference of the slopes to both sides of that step by so much less is the bend of a smooth function. */
const bend = 2 ** -13;
/** So many flat entries at most are tried for ties with others. */
const mostStill = 256;
/** So many points beside the given one: one of three tied entries moves the output at a third of them. */
const tieSamples = 12;
/** Where nothing is at a kink, so many accused entries show whether any is right beside the point. */
const sampled = 16;

/**
 * Judges the accused entries that are right beside the point, and those at kinks together: in the survey some become "kink",
 * of which some could not be verified, and some "wrong". Gives what was found of entries that are wrong together.
 */
export function judgeKinks(
  survey: Survey,
  seen: Observation,
  meter: Meter,
  threshold: number,
  stream: Rng,
): Finding[] {
  const { verdict, analytic, beyondKink, unverified } = survey;
  const { sandbox, gradients } = seen;
  const beyond = new Set(beyondKink);
  const accused = [...verdict.keys()].filter((i) => verdict[i] === "wrong" || beyond.has(i));
  const hasKinks = beyondKink.length > 0 || verdict.includes("kink");
  if (accused.length === 0 && !hasKinks) return [];

  const moving = sandbox.slices.filter(({ name }) => !gradients.none.has(name));
  const theta = meter.theta;
  const scales = new Float64Array(theta.length);
  for (const { offset, length } of moving) {
    const rms = rootMeanSquare(theta.slice(offset, offset + length));
    for (let i = offset; i < offset + length; i++) scales[i] = scaleOf(theta[i], rms);
  }
  const stand = (direction: Float64Array) =>
    standAlong(meter, analytic, direction, { scales, slices: moving, stream }, threshold);
  const isRightBeside = (entries: readonly number[]) =>
    rightBeside(
      meter,
      entries,
      moving,
      scales,
      () => unlessThrown(() => sandbox.differentiate(seen.upstream).gradients.values),
      stream,
    );

  if (!hasKinks && isRightBeside(accused.slice(0, sampled)).length === 0) return [];
  const doubtful = new Set<number>();
  for (const i of isRightBeside(accused)) {
    const { standing } = stand(towards(theta.length, [i], [scales[i]]));
    // A gradient between the slopes to both sides would not have been accused: what else is right beside is a little off.
    if (standing !== "mixed") continue;
    verdict[i] = "kink";
    doubtful.add(i);
  }

  const found = judgeGroups(survey, meter, scales, stand, doubtful, stream);
  unverified.push(...[...doubtful].filter((i) => verdict[i] === "kink"));
  if (found === undefined) return [];
  return [sayTogether(found, seen)];
}

interface Found extends Along {
  readonly entries: readonly number[];
}

/** A direction in which these entries move by so much, and no others. */
function towards(length: number, entries: readonly number[], by: ArrayLike<number>): Float64Array {
  const direction = new Float64Array(length);
  for (const [k, i] of entries.entries()) direction[i] = by[k];
  return direction;
}

/** Judges entries at kinks along directions in which several move; those that are wrong together become wrong. */
function judgeGroups(
  { verdict, numeric }: Survey,
  meter: Meter,
  scales: Float64Array,
  stand: (direction: Float64Array) => Along,
  doubtful: Set<number>,
  stream: Rng,
): Found | undefined {
  const members = [...verdict.keys()].filter((i) => verdict[i] === "kink");
  // Of tied entries one may have all of the gradient: the others are as flat as that, and right by themselves.
  const still = [...verdict.keys()].filter((i) => verdict[i] === "pass" && numeric[i] === 0);
  const groups = groupsOf(members, still, meter, scales, stream);
  const meets = members.some((i) => doubtful.has(i) && jumpsOf(meter, i, scales).length > 0);
  let first: Found | undefined;
  let left = mostDirections;
  for (const group of groups) {
    const { entries, areTied } = group;
    // Where kinks of both signs meet, directions in which more entries move tell no more.
    if (!areTied && meets) continue;
    // What was not looked at is not verified.
    if (left <= 0) for (const i of entries) doubtful.add(i);
    let isInside = left > 0;
    for (const { among, by } of directionsOf(group, scales)) {
      if (left-- <= 0) break;
      const along = stand(towards(meter.theta.length, among, by));
      if (along.standing === "inside") continue;
      isInside = false;
      if (along.standing === "mixed") for (const i of entries) doubtful.add(i);
      else {
        for (const i of among) verdict[i] = "wrong";
        first ??= { ...along, entries: among };
      }
      break;
    }
    if (areTied && isInside) for (const i of entries) doubtful.delete(i);
  }
  return first;
}

interface Group {
  readonly entries: readonly number[];
  /** By how much the slopes to both sides of each differ, and the sign of the steeper side. */
  readonly jumps: readonly number[];
  readonly towardsSteeper: readonly number[];
  /** Whether each by itself is flat to both sides, as tied values of a median are: together they move the output. */
  readonly areTied: boolean;
}

/** The entries that have a kink in an output in common, two at least; each set once. */
function groupsOf(
  members: readonly number[],
  still: readonly number[],
  meter: Meter,
  scales: Float64Array,
  stream: Rng,
): Group[] {
  const kinked = new Map<number, { i: number; jump: number; steeper: number }[]>();
  const flat: number[] = [];
  for (const i of members) {
    const jumps = jumpsOf(meter, i, scales);
    for (const { o, ...jump } of jumps) kinked.set(o, [...(kinked.get(o) ?? []), { i, ...jump }]);
    if (jumps.length === 0) flat.push(i);
  }
  const tied = new Map<number, number[]>();
  if (flat.length > 0)
    for (const i of [...flat, ...still.slice(0, mostStill)])
      for (const o of movedBeside(meter, i, scales, stream)) tied.set(o, [...(tied.get(o) ?? []), i]);
  const groups = new Map<string, Group>();
  for (const shared of kinked.values()) {
    const entries = shared.map(({ i }) => i);
    const jumps = shared.map(({ jump }) => jump);
    const towardsSteeper = shared.map(({ steeper }) => steeper);
    if (entries.length > 1) groups.set(entries.join(), { entries, jumps, towardsSteeper, areTied: false });
  }
  for (const entries of tied.values()) {
    const ones = entries.map(() => 1);
    if (entries.length > 1 && entries.some((i) => flat.includes(i)))
      groups.set(entries.join(), { entries, jumps: ones, towardsSteeper: ones, areTied: true });
  }
  return [...groups.values()];
}

/** The outputs in which an entry has a kink at the point: by how much the slopes differ, and the sign of the steeper side. */
function jumpsOf({ center, weights, noise, ends, evaluator, theta }: Meter, i: number, scales: Float64Array) {
  const line = new EntryLine(theta, i, scales[i]);
  const { above, below, taken } = ends.measure(evaluator, line, scales[i] * usualStep);
  return [...center.keys()].flatMap((o) => {
    const [right, left] = [above[o] - center[o], center[o] - below[o]];
    const rounding = 12 * Math.max(noise.sigma[o], Math.abs(center[o]) * noise.unit);
    const isKink = Math.abs(right - left) > rounding + bend * Math.max(Math.abs(right), Math.abs(left));
    if (weights[o] === 0 || !isKink) return [];
    return {
      o,
      jump: (2 * Math.abs(right - left)) / taken,
      steeper: Math.abs(right) < Math.abs(left) ? -1 : 1,
    };
  });
}

/** The outputs that an entry moves beside the point, where the ties that hide it are broken. */
function movedBeside({ evaluator, ends }: Meter, i: number, scales: Float64Array, stream: Rng): Set<number> {
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

/**
 * Directions in which entries move together: by equal steps, by equal changes, all one way, and each to its steeper side;
 * then the first ones in pairs. Tied ones are judged all together alone.
 */
function* directionsOf(
  { entries, jumps, towardsSteeper, areTied }: Group,
  scales: Float64Array,
): Generator<{ among: readonly number[]; by: readonly number[] }> {
  const least = Math.min(...entries.map((i) => scales[i]));
  const smallest = Math.min(...jumps);
  const equal = entries.map(() => least);
  yield { among: entries, by: equal };
  if (areTied) return;
  const inverse = jumps.map((jump) => least * powerOfTwo(smallest / jump));
  yield { among: entries, by: inverse };
  for (const by of [equal, inverse])
    yield { among: entries, by: by.map((size, k) => size * towardsSteeper[k]) };
  const few = entries.slice(0, paired);
  for (const [a, first] of few.entries())
    for (const second of few.slice(a + 1))
      for (const sign of [1, -1]) yield { among: [first, second], by: [least, sign * least] };
}

const short = (x: number) => Number(x.toPrecision(4));

/** What is wrong with entries that are wrong together, for people. */
function sayTogether({ entries, claimed, lower, upper }: Found, { sandbox }: Observation): Finding {
  const names = entries.slice(0, 4).map((i) => {
    const { name, offset, shape } = sandbox.slices.findLast((slice) => slice.offset <= i)!;
    return { name, index: indexOf(i - offset, shape) };
  });
  const rest = entries.length > 4 ? ` and ${count(entries.length - 4, "other")}` : "";
  const list = names.map(({ name, index }) => place(name, index)).join(", ") + rest;
  const slopes =
    Math.abs(upper - lower) <= 1e-4 * Math.max(Math.abs(upper), Math.abs(lower))
      ? `the slope is ${short(upper)}`
      : `slopes are between ${short(lower)} and ${short(upper)}`;
  return failure(
    "joint-kink",
    `${list} share a kink: where all of them move, ${slopes}, and the gradient says ${short(claimed)}: each may be a subgradient, all together are none`,
    { tensor: names[0].name, index: names[0].index },
  );
}
