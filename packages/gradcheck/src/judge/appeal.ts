// A wrong gradient is wrong at every step. Where a part of the function is rounded more coarsely than the rest, it stands
// still over short steps, whose slopes are those of the rest alone: sharp, and of another function. So before a gradient
// is called wrong, and before one of 0 is called right, longer steps are asked. Where they disagree with the shorter ones,
// the function is curved or has a kink, which changes nothing, or it is a staircase: then there is a jump in between, and
// steps below it do not count.
import { estimate } from "../measure/estimate.ts";
import { jumpBetween } from "../measure/jump.ts";
import { farthest, type Level } from "../measure/meter.ts";
import { coarsest } from "../measure/wide-noise.ts";
import type { Claim } from "./claim.ts";
import { compare, type Judgement } from "./judgement.ts";
import { factor, type Ladder, shortestStep } from "./ladder.ts";
import { single } from "./silence.ts";

/** The longest steps asked are so many rungs apart: a staircase may be as wide as either, but hardly both agree by chance. */
const apart = 2;
/** Slopes that go a part of the way to the gradient speak for it. */
const part = 1 / 4;
/** A slope stands out of its noise so many times, where it is to be told from the gradient. */
const clear = 8;
/** No whole number of steps, for those of a staircase may be powers of two as well. */
const shortened = 0.618;
/** Of so many stairs between two steps one is found. */
const most = 64;

/** As many stairs over the scale of the line may be those of a table; fewer are steps of the function itself, as of a floor. */
const fewest = 8;

/** The stairs of float32 inside are no higher than this share of the output, also where several add up. */
const rounding = 2 ** -20;

/** Two neighbours in length, of which the longer one has left the slope that the shorter one has. */
interface Departure {
  readonly near: Level;
  readonly away: Level;
}

/**
 * Where the slopes of longer and longer steps, from that of the judgement on, first leave its value by more than `distance`.
 * Noise falls with the step: what exceeds the error bar of a shorter one is that of stairs, which the shorter one did not see.
 */
export function departureFrom(
  levels: readonly Level[],
  { numeric, error, step }: Pick<Judgement, "numeric" | "error" | "step">,
  distance: number,
): Departure | undefined {
  const asked = levels.filter((level) => level.step >= step && Number.isFinite(level.slope));
  const away = asked.findLastIndex(
    ({ slope, noise }) => Math.abs(slope - numeric) > distance + Math.min(noise, error),
  );
  return away < 0 || away === asked.length - 1 ? undefined : { away: asked[away], near: asked[away + 1] };
}

/** What is left of levels where the function is a staircase: those longer than one of its steps, with its height as noise. */
export function aboveStairs(levels: readonly Level[], shortest: number, height: number): Level[] {
  return levels
    .filter(({ step }) => step >= shortest)
    .map((level) => ({
      ...level,
      noise: level.noise + height / level.step,
      blur: level.blur + height / level.step,
    }));
}

/** The longest step that is asked: the scale of the line, and as far as its response is known where rounding inside may hide all of it there. */
function longestFor(ladder: Ladder, distance: number): number {
  const { line, size } = ladder;
  const isHidden = distance * line.scale < single * Math.max(1, size);
  return ladder.rungBelow(line.scale * (isHidden ? farthest : 1));
}

/** Measures longer steps, up to `longest`, until it is known between which of them the slopes leave the value. */
function findDeparture(
  ladder: Ladder,
  judgement: Judgement,
  distance: number,
  longest: number,
): Departure | undefined {
  for (const t of [longest, longest / factor ** apart]) if (t > judgement.step) ladder.measure(t);
  // At a point of rest noise is all there is.
  const error = judgement.verdict === "wrong" ? judgement.error : Number.POSITIVE_INFINITY;
  for (;;) {
    const found = departureFrom(ladder.levels, { ...judgement, error }, distance);
    if (found === undefined) return undefined;
    const rungs = Math.round(Math.log(found.away.step / found.near.step) / Math.log(factor));
    if (rungs < 2) return found;
    const between = ladder.measure(found.near.step * factor ** (rungs >> 1));
    if (!Number.isFinite(between.slope)) return undefined;
  }
}

/** The height of the first stair of a departure; 0 where there is none. */
function stairsAt(ladder: Ladder, { near, away }: Departure, value: number): number {
  const change = (t: number) => ladder.changeOver(t);
  const from = shortened * near.step;
  const moved = 2 * away.step * away.slope;
  const enough = Math.abs(moved - 2 * away.step * value) / most;
  return jumpBetween(change, [from, change(from)], [away.step, moved], enough);
}

/**
 * Whether a gradient that is called wrong agrees with the slope over a step as short as noise lets it be, and nothing jumps
 * on the way there: then longer steps averaged ups and downs of the function.
 */
export function isOfWaves(ladder: Ladder, claim: Claim, { numeric, step }: Judgement): boolean {
  const distance = claim.distanceFrom(numeric);
  const short = shortestClear(ladder, step, distance);
  if (!(Math.max(claim.distanceFrom(short.slope), short.noise) <= part * distance)) return false;
  const change = (t: number) => ladder.changeOver(t);
  // A stair is wider than a step that sees none of it.
  const enough = short.step * distance;
  return jumpBetween(change, [short.step, change(short.step)], [step, change(step)], enough) === 0;
}

/** The shortest step up to `longest` that shows a distance. */
function shortestClear(ladder: Ladder, longest: number, distance: number): Level {
  let level = ladder.measure(longest);
  for (;;) {
    const share = Math.max((clear * level.noise) / distance, shortestStep(ladder.line) / level.step);
    const t = ladder.rungBelow(level.step * share) * factor;
    if (!(t < level.step / 2)) return level;
    level = ladder.measure(t);
  }
}

/** Whether a judgement stands that short steps came to, or what is to be said instead. */
export function appeal(ladder: Ladder, claim: Claim, judgement: Judgement): Judgement {
  const distance = claim.distanceFrom(judgement.numeric);
  const longest = longestFor(ladder, distance);
  const departure = findDeparture(ladder, judgement, part * distance, longest);
  if (departure === undefined) return judgement;
  const height = stairsAt(ladder, departure, judgement.numeric);
  const isRest = judgement.verdict === "pass";
  const isCoarse = height > coarsest * ladder.size;
  const isStep = fewest * height > ladder.response.range;
  if (height === 0 || (isCoarse && (isStep || isRest))) return judgement;
  const shortest = departure.away.step;
  for (let t = shortest * factor; t <= longest; t *= factor) ladder.measure(t);
  const found = estimate(aboveStairs(ladder.levels, shortest, height));
  const open: Judgement = { ...judgement, verdict: "inconclusive" };
  if (found === undefined) return open;
  const above = compare(claim, found, ladder.usual);
  // A gradient of 0 is that of each stair: who sees none but the rounding of float32 has not meant it.
  if (above.verdict === "wrong") return isRest && height > rounding * ladder.size ? open : above;
  // What coarse stairs leave of a slope verifies nothing, but it casts doubt on an accusation.
  return isCoarse ? open : above;
}
