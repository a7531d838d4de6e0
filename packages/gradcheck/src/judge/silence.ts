// Steps over which the output does not change by a bit. A gradient that is not 0 may be right all the same: its slope is lost
// in the rounding of the output, or of numbers in float32 inside.
import { farthest, type Meter } from "../measure/meter.ts";
import type { Line } from "../sandbox/line.ts";
import type { Claim } from "./claim.ts";
import type { Judgement } from "./judgement.ts";
import type { Ladder } from "./ladder.ts";

/** A change below this share of the output, or of a number of size 1 inside, may be lost in float32. */
export const single = 2 ** -23;
/** So many times that shows. */
const several = 4;

/** The gradient is rounded too, and in more places than the output. */
export const rounded = 8;

/** The largest slope of outputs of a size that float32 inside may hide over a step of `t`. */
export const lostOver = (size: number, t: number) => (several * single * Math.max(1, size)) / t;

/** No step changes the output by a bit: a gradient is wrong unless rounding could hide it. */
export function judgeSilence(meter: Meter, line: Line, claim: Claim): Judgement {
  const { analytic } = claim;
  const step = line.scale;
  const silence = { numeric: 0, error: meter.blindness(step), step };
  if (analytic === 0) return { ...silence, verdict: "pass", error: 0 };
  if (Math.abs(analytic) <= rounded * silence.error) return { ...silence, verdict: "unmeasurable" };
  // The output may be exact where the gradient is not, such as that of x / x: what is left of it is rounding, if float32 made it
  // of terms as large as the output over the scale, or 1.
  const mostRounded = Math.max(lostOver(meter.size, step), several * single * claim.singleLength);
  if (claim.singleLength > 0 && Math.abs(analytic) < mostRounded)
    return { ...silence, verdict: "unmeasurable", error: mostRounded };
  const lost = lostOver(meter.size, farthest * step);
  const stepThatShows = lostOver(meter.size, Math.abs(analytic));
  return Math.abs(analytic) < lost && meter.level(line, stepThatShows).changed
    ? { ...silence, verdict: "unmeasurable", error: lost }
    : { ...silence, verdict: "wrong" };
}

/** What an accusation becomes where no step up to the scale of the line changes the output, and float32 may hide the gradient. */
export function judgeLost(
  meter: Meter,
  { levels, line }: Ladder,
  { analytic }: Claim,
  accusation: Judgement,
): Judgement | undefined {
  const isStill = levels.every(({ step, changed }) => step > line.scale || !changed);
  const lost = lostOver(meter.size, line.scale);
  if (accusation.numeric !== 0 || !isStill || Math.abs(analytic) >= lost) return undefined;
  return { ...accusation, verdict: "unmeasurable", error: lost };
}
