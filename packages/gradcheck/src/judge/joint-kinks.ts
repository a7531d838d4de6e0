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
/** Where nothing is at a kink, so many accused entries show whether any is right beside the point. */
const sampled = 16;

/** Of which entries it could not be said, and what was found of those that are wrong together. */
export function judgeKinks(
  survey: Survey,
  seen: Observation,
  meter: Meter,
  threshold: number,
  stream: Rng,
): Finding[] {
  const { verdict, analytic, beyondKink, unverified } = survey;
  const { sandbox, gradients } = seen;
  const accused = [...verdict.keys()].filter((i) => verdict[i] === "wrong" || beyondKink.includes(i));
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
    standAlong(meter, analytic, direction, scales, threshold, stream);
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
    if (standing === "outside") continue;
    verdict[i] = "kink";
    if (standing === "mixed") doubtful.add(i);
  }

  const found = judgeGroups(survey, meter, scales, stand, doubtful);
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
  { verdict, step }: Survey,
  meter: Meter,
  scales: Float64Array,
  stand: (direction: Float64Array) => Along,
  doubtful: Set<number>,
): Found | undefined {
  const members = [...verdict.keys()].filter((i) => verdict[i] === "kink");
  const groups = groupsOf(members, meter, scales, step);
  let first: Found | undefined;
  let left = mostDirections;
  for (const { entries, jumps, towardsSteeper } of groups) {
    for (const { among, by } of directionsOf(entries, jumps, towardsSteeper, scales)) {
      if (left-- === 0) return first;
      const along = stand(towards(meter.theta.length, among, by));
      if (along.standing === "inside") continue;
      // Where kinks of both signs meet, other directions tell no more.
      if (along.standing === "mixed") for (const i of entries) doubtful.add(i);
      else {
        for (const i of among) verdict[i] = "wrong";
        first ??= { ...along, entries: among };
      }
      break;
    }
  }
  return first;
}

interface Group {
  readonly entries: readonly number[];
  /** By how much the slopes to both sides of each differ, and the sign of the steeper side. */
  readonly jumps: readonly number[];
  readonly towardsSteeper: readonly number[];
}

/** The entries that have a kink in an output in common, two at least; each set once. */
function groupsOf(
  members: readonly number[],
  meter: Meter,
  scales: Float64Array,
  step: Float64Array,
): Group[] {
  const { center, weights, noise, ends } = meter;
  const byOutput = new Map<number, { i: number; jump: number; steeper: number }[]>();
  for (const i of members) {
    const line = new EntryLine(meter.theta, i, scales[i]);
    const { above, below, taken } = ends.measure(meter.evaluator, line, step[i] || scales[i] * 2 ** -15);
    for (const [o, y] of center.entries()) {
      const [right, left] = [above[o] - y, y - below[o]];
      const bar = 12 * Math.max(noise.sigma[o], Math.abs(y) * noise.unit);
      // A tied entry of a median is flat to both sides, and shares what others move.
      const isTied = right === 0 && left === 0;
      if (weights[o] === 0 || !(Math.abs(right - left) > bar || isTied)) continue;
      const steeper = Math.abs(right) >= Math.abs(left) ? 1 : -1;
      const jump = (2 * Math.abs(right - left)) / taken || 1;
      byOutput.set(o, [...(byOutput.get(o) ?? []), { i, jump, steeper }]);
    }
  }
  const groups = new Map<string, Group>();
  for (const shared of byOutput.values()) {
    const entries = shared.map(({ i }) => i);
    if (entries.length < 2) continue;
    groups.set(entries.join(), {
      entries,
      jumps: shared.map(({ jump }) => jump),
      towardsSteeper: shared.map(({ steeper }) => steeper),
    });
  }
  return [...groups.values()];
}

/** All together: by equal steps, by equal changes, all one way, and each to its steeper side; then the first ones in pairs. */
function* directionsOf(
  entries: readonly number[],
  jumps: readonly number[],
  towardsSteeper: readonly number[],
  scales: Float64Array,
): Generator<{ among: readonly number[]; by: readonly number[] }> {
  const least = Math.min(...entries.map((i) => scales[i]));
  const smallest = Math.min(...jumps);
  const equal = entries.map(() => least);
  const inverse = jumps.map((jump) => least * powerOfTwo(smallest / jump));
  for (const by of [equal, inverse])
    for (const signs of [entries.map(() => 1), towardsSteeper])
      yield { among: entries, by: by.map((size, k) => size * signs[k]) };
  const few = entries.slice(0, paired);
  if (entries.length === 2) yield { among: entries, by: [least, -least] };
  else
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
