// Kinks at the point, judged together. A subgradient is a joint property of the entries that share a kink: each of four
// tied ones may have all of the gradient of their maximum, all of them together may not.
import type { Rng, Slice } from "@nudge/core";
import type { Meter } from "../measure/meter.ts";
import type { Observation } from "../sandbox/observe.ts";
import type { Finding } from "../words/report.ts";
import type { Threshold } from "../words/settings.ts";
import { type Along, standAlong } from "./along-kinks.ts";
import { rightBeside } from "./beside.ts";
import { groupsOf, kinksOf, type Move } from "./kink-groups.ts";
import { sayTogether } from "./kink-notes.ts";
import { sharedWithPiece } from "./piece-beside.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";
import type { Survey } from "./survey.ts";

/** So many directions at most: what shares kinks by thousands is looked at in part. */
const mostDirections = 512;
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
  threshold: Threshold,
  stream: Rng,
): Finding[] {
  const { verdict, analytic, numeric, error, beyondKink, unverified } = survey;
  const beyond = new Set(beyondKink);
  const accused = [...verdict.keys()].filter((i) => verdict[i] === "wrong" || beyond.has(i));
  const kinked = [...verdict.keys()].filter((i) => verdict[i] === "kink");
  const hasKinks = beyondKink.length > 0 || kinked.length > 0;
  if (accused.length === 0 && !hasKinks) return [];

  const around = surroundingsOf(seen, meter, stream);
  // How wrong an entry may be: at a kink by half of the jump, the error bar there.
  const errorOf = (i: number) =>
    Math.max(Math.abs(analytic[i] - numeric[i]), verdict[i] === "kink" ? error[i] : 0);
  const { slices } = seen.sandbox;
  const thresholdAt = (i: number) => threshold.of(slices.findLast(({ offset }) => offset <= i) as Slice);
  const isRightBeside = (entries: readonly number[]) => rightBeside(meter, entries, around, errorOf);
  if (!hasKinks && isRightBeside(accused.slice(0, sampled)).length === 0) return [];

  const excuse = (i: number) => {
    verdict[i] = "kink";
    doubtful.add(i);
  };
  const doubtful = new Set<number>();
  const alike = new Set(
    sharedWithPiece(meter, analytic, [...accused, ...kinked], around, errorOf, thresholdAt),
  );
  const isPiece = alike.size > 0 && kinked.every((i) => alike.has(i));
  if (isPiece) for (const i of accused) if (alike.has(i)) excuse(i);
  const stand = (move: Move) => standAlong(meter, analytic, move, around, thresholdAt);
  for (const i of isRightBeside(accused.filter((i) => !doubtful.has(i)))) {
    // A gradient between the slopes to both sides would not have been accused: what else is right beside is a little off.
    if (stand(new Map([[i, around.scales[i]]])).standing === "mixed") excuse(i);
  }
  const atKinks = [...verdict.keys()].filter((i) => verdict[i] === "kink");
  const found = atKinks.every((i) => alike.has(i))
    ? undefined
    : judgeGroups(survey, meter, atKinks, around, stand, doubtful);
  unverified.push(...[...doubtful].filter((i) => verdict[i] === "kink"));
  return found === undefined ? [] : [sayTogether(found.entries, found.along, seen.sandbox.slices)];
}

interface Found {
  readonly entries: readonly number[];
  readonly along: Along;
}

/** Judges entries at kinks along directions in which several move; those that are wrong together become wrong. */
function judgeGroups(
  { verdict, numeric }: Survey,
  meter: Meter,
  kinked: readonly number[],
  around: Surroundings,
  stand: (move: Move) => Along,
  doubtful: Set<number>,
): Found | undefined {
  // Of tied entries one may have all of the gradient: the others are as flat as that, and right by themselves.
  const still = [...verdict.keys()].filter((i) => verdict[i] === "pass" && numeric[i] === 0);
  const meets = kinked.some((i) => doubtful.has(i) && kinksOf(meter, i, around.scales).length > 0);
  let first: Found | undefined;
  let left = mostDirections;
  for (const { entries, areTied, moves } of groupsOf(meter, kinked, still, around)) {
    // Where kinks of both signs meet, directions in which more entries move tell no more.
    if (!areTied && meets) continue;
    let isInside = true;
    for (const move of moves) {
      if (left-- <= 0) {
        // What was not looked at in all ways is not verified.
        for (const i of entries) doubtful.add(i);
        isInside = false;
        break;
      }
      const along = stand(move);
      if (along.standing === "inside") continue;
      isInside = false;
      if (along.standing === "mixed") for (const i of entries) doubtful.add(i);
      else {
        for (const i of move.keys()) verdict[i] = "wrong";
        first ??= { along, entries: [...move.keys()] };
      }
      break;
    }
    if (areTied && isInside) for (const i of entries) doubtful.delete(i);
  }
  return first;
}
