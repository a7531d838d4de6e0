// Contestants are only compared when the losses of their first steps agree.
import type { Player } from "./player.ts";

export const CHECKED_STEPS = 3;

/** The largest difference, relative to the loss, that rounding explains. */
const tolerances = { float64: 1e-9, float32: 1e-3 };

/** Why the losses do not agree with what they should be; undefined when they do. */
export function disagreement(
  { dtype, tolerance = tolerances[dtype] }: Player,
  losses: readonly number[],
  expected: readonly number[],
) {
  const k = expected.findIndex(
    (loss, i) => !(Math.abs(losses[i] - loss) <= tolerance * Math.max(1, Math.abs(loss))),
  );
  return k < 0 ? undefined : `loss ${losses[k]} in step ${k + 1}, which should be ${expected[k]}`;
}
