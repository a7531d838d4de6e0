// The survey of every entry, one after another.
import type { Slice } from "@nudge/core";
import { type Calibration, calibrate } from "../measure/calibrate.ts";
import type { Meter } from "../measure/meter.ts";
import { scaleOf } from "../measure/step.ts";
import { EntryLine } from "../sandbox/line.ts";
import { epsilonOf } from "../words/settings.ts";
import { judgeEntry, typicalSize } from "./entry.ts";
import { emptySurvey, type Survey, type Surveying, type SurveyOptions } from "./survey.ts";

/** Surveys one tensor; gives whether it was told to stop. */
function* surveyTensor(
  meter: Meter,
  survey: Survey,
  slice: Slice,
  { rms, relative, truncation, attainable }: Calibration,
  { threshold, epsilon, shortcuts }: SurveyOptions,
): Surveying<boolean> {
  const { offset, length } = slice;
  const typical = typicalSize(survey.analytic.subarray(offset, offset + length));
  const scales = meter.theta.slice(offset, offset + length).map((x) => scaleOf(x, rms));
  const given = epsilonOf(epsilon, slice);
  const steps = scales.map((scale) => given ?? scale * relative);
  const shortcut = shortcuts?.along(slice, steps);
  for (let k = 0; k < length; k++) {
    const line = new EntryLine(meter.theta, offset + k, scales[k]);
    const level = shortcut?.level(meter, line, k) ?? meter.level(line, steps[k]);
    judgeEntry(meter, survey, line, level, {
      truncation,
      attainable,
      threshold: threshold.of(slice),
      typical,
    });
    if (yield) return true;
  }
  return false;
}

/**
 * Surveys the entries of `slices` around θ. Where a shortcut turns out not to lead to the outputs of the whole pass, all
 * is done again without.
 */
export function* surveyEveryEntry(
  meter: Meter,
  analytic: Float64Array,
  options: SurveyOptions,
): Surveying<Survey> {
  const { slices, stream } = options;
  const survey = emptySurvey(analytic, slices);
  const calibrations: Calibration[] = [];
  let { shortcuts } = options;
  for (let k = 0; k < slices.length; k++) {
    calibrations[k] ??= calibrate(meter, slices[k], analytic, stream);
    if (yield* surveyTensor(meter, survey, slices[k], calibrations[k], { ...options, shortcuts }))
      return shortcuts?.refuted === undefined ? survey : emptySurvey(analytic, slices);
    if (shortcuts?.refuted === undefined) continue;
    shortcuts = undefined;
    survey.beyondKink.length = 0;
    survey.edges.clear();
    survey.unverified.length = 0;
    k = -1;
  }
  return survey;
}
