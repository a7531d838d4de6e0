// What single entries show at steps of all lengths. The error of the central difference against the step: at a right
// gradient a V, h² of truncation to the right and 1/h of rounding to the left; at a wrong one it stays at the distance
// between gradient and slope. The odd Taylor remainder |f(x + h) − f(x − h) − 2 h g| falls as h³ or as h.
import type { Slice } from "@nudge/core";
import type { SurveyedPoint } from "../judge/points.ts";
import type { Meter } from "../measure/meter.ts";
import { rootMeanSquare, scaleOf } from "../measure/step.ts";
import { EntryLine } from "../sandbox/line.ts";
import { indexOf } from "../words/index-of.ts";
import type { Curve } from "../words/report.ts";
import type { Threshold } from "../words/settings.ts";
import { type Pictured, picturedEntries } from "./pictured.ts";

/** 2^-1, 2^-3, ... 2^-39 of the scale on which the entry varies. */
const exponents = Array.from({ length: 20 }, (_, k) => -1 - 2 * k);

/** Measures an entry at twenty steps, two evaluations each; NaN where the subject gives no finite value. */
function measureCurve(
  meter: Meter,
  line: EntryLine,
  analytic: number,
): Pick<Curve, "steps" | "errors" | "remainders"> {
  const levels = exponents.map((k) => meter.level(line, line.scale * 2 ** k));
  const errors = levels.map(({ slope }) => Math.abs(slope - analytic));
  return {
    steps: levels.map(({ step }) => step),
    errors,
    remainders: errors.map((error, k) => 2 * levels[k].step * error),
  };
}

/** Whether the slope changes with the step, by more than rounding does. */
function isCurved(meter: Meter, line: EntryLine): boolean {
  const longer = meter.level(line, line.scale / 2);
  const shorter = meter.level(line, line.scale / 32);
  return Math.abs(longer.slope - shorter.slope) > longer.noise + shorter.noise;
}

/**
 * The curves of the entries of a survey that are worth a picture, the healthy one rather where the subject is curved;
 * measured around the point of the survey.
 */
export function drawCurves(
  { point, meter, survey }: SurveyedPoint,
  slices: readonly Slice[],
  threshold: Threshold,
): Curve[] {
  const pictured = picturedEntries(survey, slices, threshold);
  if (pictured === undefined) return [];

  const lineOf = ({ slice: { offset, length }, entry }: Pictured) => {
    const rms = rootMeanSquare(point.subarray(offset, offset + length));
    return new EntryLine(point, entry, scaleOf(point[entry], rms));
  };
  const curveOf = (role: Curve["role"], entry: Pictured): Curve => ({
    tensor: entry.slice.name,
    index: indexOf(entry.entry - entry.slice.offset, entry.slice.shape),
    role,
    ...measureCurve(meter, lineOf(entry), entry.analytic),
  });
  return meter.evaluator.theta.at(point, () => {
    const { worst, healthy: candidates } = pictured;
    const healthy = candidates.find((entry) => isCurved(meter, lineOf(entry))) ?? candidates[0];
    return [curveOf("worst", worst), ...(healthy === undefined ? [] : [curveOf("healthy", healthy)])];
  });
}
