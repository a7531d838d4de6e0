// Kinks at the point: the slopes to both sides differ however short the step, and every value between them is a
// subgradient.
import { isKinked, isKinkGone } from "../measure/estimate.ts";
import type { Level } from "../measure/meter.ts";
import type { Claim } from "./claim.ts";
import type { Judgement } from "./judgement.ts";

/**
 * By how much the slopes to both sides jump at the point itself: a subgradient may be that far from the central slopes.
 * The two sides differ by this jump and by a bend that shrinks with the step, so that two steps tell them apart. 0 where
 * no jump shows, or none that matters at this `distance`.
 */
export function jumpAtPoint(levels: readonly Level[], distance: number): number {
  for (let k = levels.length - 1; k > 0; k--) {
    const [longer, shorter] = [levels[k - 1], levels[k]];
    const ratio = longer.step / shorter.step;
    const blur = (ratio * shorter.blur + longer.blur) / (ratio - 1);
    if (!(blur < distance)) continue;
    const jump = (ratio * (shorter.upper - shorter.lower) - (longer.upper - longer.lower)) / (ratio - 1);
    return Math.abs(jump) > 2 * blur ? Math.abs(jump) + blur : 0;
  }
  return 0;
}

/**
 * At a kink every value between the slopes to the left and to the right is a subgradient. The kink is at the point
 * itself when the slopes still differ at the shortest step that shows them.
 */
export function judgeKink(levels: readonly Level[], claim: Claim): Judgement | undefined {
  const { analytic } = claim;
  // Of the steps that show the kink, and after which none shows that it is gone, the one that shows it best.
  let best: { longer: Level; shorter: Level; blur: number } | undefined;
  for (let k = 1; k < levels.length; k++) {
    const [longer, shorter] = [levels[k - 1], levels[k]];
    const { slope, noise } = shorter;
    // A shorter step whose slope is not in the hull shows that there is none.
    if (
      best &&
      (slope - noise > best.shorter.upper + best.blur || slope + noise < best.shorter.lower - best.blur)
    )
      best = undefined;
    if (isKinked(longer, shorter)) {
      const blur =
        shorter.noise + Math.abs(shorter.lower - longer.lower) + Math.abs(shorter.upper - longer.upper);
      if (best === undefined || blur < best.blur) best = { longer, shorter, blur };
    } else if (isKinkGone(longer, shorter)) best = undefined;
  }
  if (best === undefined) return undefined;
  const { longer, shorter } = best;
  const { lower, upper } = shorter;
  // A jump of the function itself: the slopes grow as the step shrinks.
  if (upper - lower > 2 * (longer.upper - longer.lower)) return undefined;
  const blur = best.blur + claim.tolerance(upper);
  const outside = Math.max(lower - analytic, analytic - upper, 0);
  const numeric = { numeric: shorter.slope, error: (upper - lower) / 2 + shorter.noise, step: shorter.step };
  if (outside <= blur) return { verdict: "kink", ...numeric };
  return { verdict: outside > 2 * blur ? "wrong" : "inconclusive", ...numeric, beyondKink: true };
}
