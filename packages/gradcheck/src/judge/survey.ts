// The survey of one point: every entry that is to be checked gets its numeric value, an error bar and a verdict.
// A healthy entry costs two evaluations.
import type { Rng, Slice } from "@nudge/core";
import { type Calibration, calibrate } from "../measure/calibrate.ts";
import { EntryLine } from "../measure/line.ts";
import type { Level, Meter } from "../measure/meter.ts";
import { rootMeanSquare, scaleOf } from "../measure/step.ts";
import type { Shortcuts } from "../shortcuts/shortcuts.ts";
import type { EntryVerdict } from "../words/report.ts";
import { blunt, investigate, sharp } from "./investigate.ts";

/** What a survey found for each entry of θ, in its layout. */
export interface Survey {
  readonly analytic: Float64Array;
  readonly numeric: Float64Array;
  readonly error: Float64Array;
  readonly step: Float64Array;
  readonly verdict: EntryVerdict[];
  /** The entries that are not between the slopes to both sides of a kink at the point. */
  readonly beyondKink: number[];
  /** Of tensors that were measured along directions: the slopes along these, under the name of the tensor. */
  readonly projections: Map<string, Projections>;
}

export interface Projections {
  readonly analytic: readonly number[];
  readonly numeric: readonly number[];
  readonly error: readonly number[];
}

export interface SurveyOptions {
  readonly slices: readonly Slice[];
  readonly threshold: number;
  readonly epsilon: number | undefined;
  readonly stream: Rng;
  /** Ways to the outputs that save work; none unless given. */
  readonly shortcuts?: Shortcuts;
}

/** Before anything is measured, the entries of `slices` are inconclusive, and the others skipped. */
export function emptySurvey(analytic: Float64Array, slices: readonly Slice[]): Survey {
  const column = () => new Float64Array(analytic.length).fill(Number.NaN);
  const verdict = new Array<EntryVerdict>(analytic.length).fill("skipped");
  for (const { offset, length } of slices) verdict.fill("inconclusive", offset, offset + length);
  return {
    analytic,
    numeric: column(),
    error: column(),
    step: column(),
    verdict,
    beyondKink: [],
    projections: new Map(),
  };
}

/** The first survey, with what a survey of another point found wrong. */
export function mergeSurveys(first: Survey, later: Survey): Survey {
  for (const [i, verdict] of later.verdict.entries()) {
    if (verdict !== "wrong" || first.verdict[i] === "wrong") continue;
    first.verdict[i] = "wrong";
    for (const column of ["analytic", "numeric", "error", "step"] as const)
      first[column][i] = later[column][i];
  }
  return first;
}

/** The root mean square of the finite entries. */
export function typicalSize(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.some((x) => x !== 0) ? rootMeanSquare(finite) : 0;
}

/** A kink at the point is looked for where the slopes on both sides differ this much. */
function mayBeKink({ lower, upper, slope }: Level, analytic: number, typical: number): boolean {
  return upper - lower > 0.1 * Math.max(Math.abs(slope), Math.abs(analytic), typical);
}

/**
 * Surveys the entries of `slices` and yields after each, until it is told to stop. Where a shortcut turns out not to
 * lead to the outputs of the whole pass, all is done again without.
 */
export function* surveyPoint(
  meter: Meter,
  theta: Float64Array,
  analytic: Float64Array,
  options: SurveyOptions,
): Generator<void, Survey, boolean | undefined> {
  const { slices, stream } = options;
  const survey = emptySurvey(analytic, slices);
  const calibrations: Calibration[] = [];
  let { shortcuts } = options;
  for (let k = 0; k < slices.length; k++) {
    calibrations[k] ??= calibrate(meter, theta, slices[k], stream);
    if (yield* surveySlice(meter, theta, survey, slices[k], calibrations[k], { ...options, shortcuts }))
      return shortcuts?.refuted === undefined ? survey : emptySurvey(analytic, slices);
    if (shortcuts?.refuted === undefined) continue;
    shortcuts = undefined;
    survey.beyondKink.length = 0;
    k = -1;
  }
  return survey;
}

function record(
  survey: Survey,
  index: number,
  verdict: EntryVerdict,
  numeric: number,
  error: number,
  step: number,
): void {
  survey.verdict[index] = verdict;
  survey.numeric[index] = numeric;
  survey.error[index] = error;
  survey.step[index] = step;
}

/** What is known of a tensor before its entries are judged. */
export interface Scales extends Pick<Calibration, "truncation" | "attainable"> {
  readonly threshold: number;
  /** The root mean square of its gradient. */
  readonly typical: number;
}

/** Judges one entry from its level at the first step, and measures more where that does not settle it. */
export function judgeEntry(
  meter: Meter,
  survey: Survey,
  line: EntryLine,
  level: Level,
  { truncation, attainable, threshold, typical }: Scales,
): void {
  const { index } = line;
  const g = survey.analytic[index];
  const size = Math.max(Math.abs(level.slope), Math.abs(g));
  const distance = Math.abs(level.slope - g);
  const error = level.noise + truncation / level.step;
  if (!Number.isFinite(g)) record(survey, index, "wrong", level.slope, error, level.step);
  else if (!level.changed && g === 0) record(survey, index, "pass", 0, 0, level.step);
  else if (
    distance <= threshold * size + level.noise &&
    error <= Math.max(sharp, Math.min(4 * attainable, blunt)) * size &&
    !mayBeKink(level, g, typical)
  )
    // Where the two agree within what matters, nothing better than their distance is known.
    record(survey, index, "pass", level.slope, Math.max(error, distance), level.step);
  else {
    const { verdict, numeric, error, step, beyondKink } = investigate(meter, line, g, threshold, level);
    record(survey, index, verdict, numeric, error, step);
    if (beyondKink) survey.beyondKink.push(index);
  }
}

/** Surveys one tensor; gives whether it was told to stop. */
export function* surveySlice(
  meter: Meter,
  theta: Float64Array,
  survey: Survey,
  slice: Slice,
  { rms, relative, truncation, attainable }: Calibration,
  { threshold, epsilon, shortcuts }: SurveyOptions,
): Generator<void, boolean, boolean | undefined> {
  const { analytic } = survey;
  const values = analytic.subarray(slice.offset, slice.offset + slice.length);
  const typical = typicalSize(values);
  const scales = theta.subarray(slice.offset, slice.offset + slice.length).map((x) => scaleOf(x, rms));
  const steps = scales.map((scale) => epsilon ?? scale * relative);
  const shortcut = shortcuts?.along(slice, steps);
  for (let k = 0; k < slice.length; k++) {
    const line = new EntryLine(theta, slice.offset + k, scales[k]);
    const level = shortcut?.level(meter, line, k) ?? meter.level(line, steps[k]);
    judgeEntry(meter, survey, line, level, { truncation, attainable, threshold, typical });
    if (yield) return true;
  }
  return false;
}
