// What one entry shows at steps of all lengths. The error of the central difference against the step: at a right gradient
// a V, h² of truncation to the right and 1/h of rounding to the left; at a wrong one it stays at the distance between
// gradient and slope. The odd Taylor remainder |f(x + h) − f(x − h) − 2 h g| falls as h³ or as h.
import type { EntryLine } from "./line.ts";
import type { Meter } from "./meter.ts";

/** 2^-1, 2^-3, ... 2^-39 of the scale on which the entry varies. */
const exponents = Array.from({ length: 20 }, (_, k) => -1 - 2 * k);

export interface StepCurve {
  steps: number[];
  errors: number[];
  remainders: number[];
}

/** Measures an entry at twenty steps, two evaluations each; NaN where the subject gives no finite value. */
export function measureCurve(meter: Meter, line: EntryLine, analytic: number): StepCurve {
  const levels = exponents.map((k) => meter.level(line, line.scale * 2 ** k));
  const errors = levels.map(({ slope }) => Math.abs(slope - analytic));
  return {
    steps: levels.map(({ step }) => step),
    errors,
    remainders: errors.map((error, k) => 2 * levels[k].step * error),
  };
}
