// An accusation needs ground. Over a long step, a function that goes up and down has an average slope that is none of its
// own, and at a kink there are slopes to both sides; a gradient that differs from such a slope is not wrong for that.
import type { Level } from "../measure/meter.ts";
import type { Claim } from "./claim.ts";
import { jumpAtPoint } from "./kink.ts";
import type { Ladder } from "./ladder.ts";

/** Whether the gradient and the slope differ by no more than a subgradient may. */
function isWithinJump(levels: readonly Level[], distance: number): boolean {
  return distance <= jumpAtPoint(levels, distance);
}

/** Ups and downs that a long step averages give slopes far from the gradient; one this near is that of the same function. */
const isNear = (claim: Claim, value: number) => 4 * claim.distanceFrom(value) <= claim.sizeBeside(value);

/** Whether the slope stands out of its noise far enough to tell it from the gradient. */
const isClear = (claim: Claim, { slope, noise }: Level) => 2 * noise <= claim.distanceFrom(slope);

/** Whether a right gradient would move the output over the step by only a part of what it moves at most. */
function isShort({ analytic }: Claim, { step }: Level, { moved, line }: Ladder): boolean {
  return Math.abs(analytic) * step <= moved / 4 || step <= 64 * Number.EPSILON * line.size;
}

/** Whether the output moves little more than its noise: then there are no ups and downs to be misled by. */
const isStill = ({ step, noise }: Level, { moved }: Ladder) => moved <= 16 * noise * step;

/** Whether the slopes to both sides are close, or come closer as they do where the function is curved. */
function isStraight(claim: Claim, { slope, lower, upper }: Level, longer: Level | undefined): boolean {
  const bend = upper - lower;
  if (4 * bend <= claim.sizeBeside(slope)) return true;
  return longer !== undefined && 2 * bend <= longer.upper - longer.lower;
}

/** Whether the gradient is off at a step by more than noise explains. */
const isOff = (claim: Claim, { slope, noise }: Level) =>
  claim.distanceFrom(slope) > claim.tolerance(slope) + 2 * noise;

/** Whether the levels refute the claim, given that the slope is estimated as `value`. */
export function isRefuted(ladder: Ladder, claim: Claim, value: number): boolean {
  const { levels } = ladder;
  if (isWithinJump(levels, claim.distanceFrom(value))) return false;
  if (isNear(claim, value)) return true;
  const shortest = levels.findLastIndex((level) => isClear(claim, level));
  if (shortest < 0) return false;
  const level = levels[shortest];
  return (
    (isShort(claim, level, ladder) || isStill(level, ladder)) &&
    isStraight(claim, level, levels[shortest - 1]) &&
    isOff(claim, level)
  );
}
