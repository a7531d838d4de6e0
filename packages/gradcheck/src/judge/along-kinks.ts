// What a gradient may be along a direction through kinks. Where an output is convex or concave, every subgradient, also one
// that the chain rule makes of others, lies between the slopes to both sides along every direction; and where the
// output is straight they are one number.
import type { Meter } from "../measure/meter.ts";
import { DirectionLine } from "../sandbox/line.ts";
import type { Move } from "./kink-groups.ts";
import { mixtureAlong } from "./mixture.ts";
import { bend } from "./sides.ts";
import type { Surroundings } from "./surroundings.ts";

/** The first step, as a share of the scale of entries: longer than most, as kinks have to stand out of the noise. */
const first = 2 ** -15;
const longest = 2 ** -5;
/** A second step so much shorter has to say the same: what changes with the step is a bend, or a kink beside the point. */
const shorter = 8;
/** How much farther than the sum of the kinks of the rarer sign a mixture may reach: kinks behind kinks multiply. */
const reach = 16;

/** "inside": between the slopes to both sides; "mixed": beyond them, by what a mixture of kinks may make; "outside". */
type Standing = "inside" | "mixed" | "outside";

/** A gradient along a direction: where it stands, and between which slopes it should be. */
export interface Along {
  readonly standing: Standing;
  readonly claimed: number;
  readonly lower: number;
  readonly upper: number;
}

/** How `analytic` stands where some entries move, by shares of their scales. */
export function standAlong(
  meter: Meter,
  analytic: Float64Array,
  move: Move,
  around: Surroundings,
  threshold: (entry: number) => number,
): Along {
  const direction = new Float64Array(analytic.length);
  let claimed = 0;
  let terms = 0;
  // A kink as small as a bend would not be seen.
  let share = bend;
  for (const [i, d] of move) {
    direction[i] = d;
    claimed += analytic[i] * d;
    terms += Math.abs(analytic[i] * d);
    share = Math.max(share, threshold(i));
  }
  const line = new DirectionLine(meter.theta, 0, direction);
  const offAt = (t: number) => {
    const { lower, upper, noise, blur } = meter.level(line, t);
    const off = Math.max(lower - claimed, claimed - upper);
    return { off, lower, upper, slack: Math.max(noise, blur) };
  };
  let t = first;
  let far = offAt(t);
  while (t < longest && far.slack * shorter > terms / 64) {
    t *= 4;
    far = offAt(t);
  }
  const { lower, upper } = far;
  const standing = { claimed, lower, upper };
  // Sums that cancel are only as right as their terms.
  const least = share * Math.max(terms, upper - lower);
  if (far.off <= far.slack + least) return { standing: "inside", ...standing };
  const near = offAt(t / shorter);
  const off = Math.min(far.off, near.off) - near.slack - least - Math.abs(far.off - near.off);
  if (!(off > 0)) return { standing: "inside", ...standing };
  const mixture = mixtureAlong(meter, direction, t, around, off / reach);
  return { standing: off > reach * mixture ? "outside" : "mixed", ...standing };
}
