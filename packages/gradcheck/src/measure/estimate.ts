// From slopes at several steps to one value with an error bar. Two neighbouring steps show the truncation; three that
// shrink it as a smooth function does allow Richardson's extrapolation. Slopes to the left and to the right that do
// not approach each other show a kink closer than the step.
import type { Level } from "./meter.ts";

export interface Estimate {
  readonly value: number;
  /** The value is known to ± this: truncation and rounding. */
  readonly error: number;
  readonly step: number;
  /** Whether a kink lies within the step, so that the value is between two slopes. */
  readonly kinked: boolean;
}

const jump = ({ lower, upper }: Level) => upper - lower;

/** Whether a shorter step brings the two slopes together. */
function isShrinking(longer: Level, shorter: Level): boolean {
  // Where the subject is smooth, the difference shrinks as the step does.
  const smooth = shorter.step / longer.step;
  return jump(shorter) <= Math.sqrt(smooth) * jump(longer);
}

/** Whether the two slopes at the shorter step differ, and shorter steps do not bring them together. */
export const isKinked = (longer: Level, shorter: Level): boolean =>
  jump(shorter) > 4 * shorter.blur && !isShrinking(longer, shorter);

/** Whether the kink of the longer step would show at the shorter one, and does not. */
export const isKinkGone = (longer: Level, shorter: Level): boolean =>
  jump(longer) > 4 * shorter.blur && isShrinking(longer, shorter);

/**
 * The best estimate from slopes at falling steps; undefined where fewer than two are usable. Noise aside, a shorter step
 * is nearer to the truth: an error bar grows until it holds the slopes of all shorter steps, each with its noise.
 */
export function estimate(levels: readonly Level[]): Estimate | undefined {
  let best: Estimate | undefined;
  const usable = levels.filter(({ slope }) => Number.isFinite(slope));
  const offer = (candidate: Estimate) => {
    let { error } = candidate;
    for (const level of usable) {
      if (level.step >= candidate.step) continue;
      const doubt = level.noise + (candidate.kinked ? jump(level) / 2 : 0);
      error = Math.max(error, Math.abs(level.slope - candidate.value) - doubt);
    }
    if (best === undefined || error < best.error) best = { ...candidate, error };
  };
  let extrapolated: number | undefined;
  let width = 0;
  for (let k = 1; k < usable.length; k++) {
    const longer = usable[k - 1];
    const shorter = usable[k];
    const ratio = (longer.step / shorter.step) ** 2;
    const change = shorter.slope - longer.slope;
    // A kink that was seen stays, until a shorter step shows that it is gone and not only lost in the noise.
    if (isKinked(longer, shorter)) width = jump(shorter);
    else if (isKinkGone(longer, shorter)) width = 0;
    const kinked = width > 0;
    const truncation = Math.abs(change) + width / 2;
    offer({ value: shorter.slope, error: shorter.noise + truncation, step: shorter.step, kinked });

    const richer = shorter.slope + change / (ratio - 1);
    if (!kinked && extrapolated !== undefined) {
      const noise = (shorter.noise * ratio + longer.noise) / (ratio - 1);
      const left = Math.abs(richer - extrapolated);
      // A difference that does not shrink is noise or a kink, and nothing to extrapolate from.
      if (left < Math.abs(change)) offer({ value: richer, error: noise + left, step: shorter.step, kinked });
    }
    extrapolated = kinked ? undefined : richer;
  }
  return best;
}
