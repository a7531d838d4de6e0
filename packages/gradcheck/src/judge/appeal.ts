// A wrong gradient is wrong at every step. Where a part of the function is rounded more coarsely than the rest, it stands
// still over short steps, whose slopes are those of the rest alone: sharp, and of another function. So before a gradient
// is called wrong, longer steps are asked. Where they disagree with the shorter ones, the function is curved or has a kink,
// which changes nothing, or it is a staircase: then there is a jump in between, and what is below it does not count.
import { type Estimate, estimate } from "../measure/estimate.ts";
import { jumpBetween } from "../measure/jump.ts";
import type { Level } from "../measure/meter.ts";
import { coarsest } from "../measure/wide-noise.ts";
import type { Claim } from "./claim.ts";
import { compare, type Judgement } from "./judgement.ts";
import { factor, type Ladder } from "./ladder.ts";

/** The longest steps asked are so many rungs apart: a staircase may be as wide as either, but hardly both agree by chance. */
const apart = 2;
/** No whole number of steps, for those of a staircase may be powers of two as well. */
const shortened = 0.618;

/** Two neighbours in length, of which the longer one has left the slope that the shorter one has. */
interface Departure {
  readonly near: Level;
  readonly away: Level;
}

/** Where the slopes of longer and longer steps, from `step` on, first leave a value by more than `distance`. */
export function departureFrom(
  levels: readonly Level[],
  value: number,
  distance: number,
  step: number,
): Departure | undefined {
  const asked = levels.filter((level) => level.step >= step && Number.isFinite(level.slope));
  const away = asked.findLastIndex(({ slope, noise }) => Math.abs(slope - value) > distance + noise);
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

/** Measures longer steps until it is known between which of them the slopes leave the value. */
function findDeparture(ladder: Ladder, value: number, distance: number, step: number): Departure | undefined {
  const top = ladder.rungBelow(ladder.line.scale);
  for (const t of [top, top / factor ** apart]) if (t > step) ladder.measure(t);
  for (;;) {
    const found = departureFrom(ladder.levels, value, distance, step);
    if (found === undefined) return undefined;
    const rungs = Math.round(Math.log(found.away.step / found.near.step) / Math.log(factor));
    if (rungs < 2) return found;
    const between = ladder.measure(found.near.step * factor ** (rungs >> 1));
    if (!Number.isFinite(between.slope)) return undefined;
  }
}

/** Whether an accusation stands, or what is to be said instead. */
export function appeal(ladder: Ladder, claim: Claim, accusation: Judgement): Judgement {
  const { numeric, step } = accusation;
  // A share of the distance: slopes that go a part of the way to the gradient speak for it.
  const departure = findDeparture(ladder, numeric, claim.distanceFrom(numeric) / 4, step);
  if (departure === undefined) return accusation;
  const { near, away } = departure;
  const change = (t: number) => ladder.changeOver(t);
  const from = shortened * near.step;
  const height = jumpBetween(
    change,
    [from, change(from)],
    [away.step, 2 * away.step * away.slope],
    Math.abs(2 * away.step * (away.slope - numeric)) / 16,
  );
  if (height === 0 || height > coarsest * ladder.size) return accusation;
  for (let t = away.step * factor; t <= ladder.line.scale; t *= factor) ladder.measure(t);
  const found: Estimate | undefined = estimate(aboveStairs(ladder.levels, away.step, height));
  return found === undefined
    ? { ...accusation, verdict: "inconclusive" }
    : compare(claim, found, ladder.usual);
}
