// A tensor whose gradient is right needs no look at its entries one by one: slopes along a few random directions agree
// with it, one in which it moves alone, and some in which all tensors move. Where one does not, the direction is halved,
// two evaluations a time, down to the entries that are wrong.

import type { Meter } from "../measure/meter.ts";
import { powerOfTwo, relativeStep } from "../measure/step.ts";
import { DirectionLine } from "../sandbox/line.ts";
import { norm } from "../words/ratio.ts";
import { surveyTensor } from "./every-entry.ts";
import { isFar, measureAlong } from "./measure-along.ts";
import { Search } from "./search.ts";
import { emptySurvey, type Survey, type Surveying, type SurveyOptions } from "./survey.ts";

/** So many that, with the tensor's own, two equal and opposite errors cancel in all of them once in a hundred times. */
const commonDirections = 3;
/** The least share of its own direction that a tensor moves by, however much smaller the gradients of others are. */
const leastShare = 2 ** -8;

/** Judges the entries of `slices` by random directions, and yields after each measurement, until it is told to stop. */
export function* surveyByBisection(
  meter: Meter,
  analytic: Float64Array,
  options: SurveyOptions,
): Surveying<Survey> {
  const survey = emptySurvey(analytic, options.slices);
  const whole = { ...options, shortcuts: undefined };
  const all = options.slices.map((slice) => new Search(meter, survey, slice, options));
  let open = all;
  for (let k = 0; k <= commonDirections; k++) {
    for (const search of open) search.draw();
    // Each tensor alone first, and later again only where all of them together show an error.
    if (k > 0 && !areFarTogether(meter, open, options.threshold)) continue;
    for (const search of open) {
      if (yield* search.follow(k === 0)) return survey;
      if (search.lost && (yield* surveyTensor(meter, survey, search.slice, search.calibration, whole)))
        return survey;
    }
    open = open.filter(({ lost }) => !lost);
  }
  for (const search of open) search.settle();
  return survey;
}

/** Whether the slope is wrong where all tensors move, each by so much that they change the output alike. */
function areFarTogether(meter: Meter, searches: readonly Search[], threshold: number): boolean {
  const least = Math.min(...searches.filter(({ sharp }) => sharp).map(({ size }) => size));
  if (least === Number.POSITIVE_INFINITY) return false;
  const direction = new Float64Array(meter.theta.length);
  const sizes: number[] = [];
  let predicted = 0;
  for (const search of searches) {
    const share = Math.max(leastShare, Math.min(1, powerOfTwo(least / search.size)));
    const slope = search.moveTogether(direction, share);
    predicted += slope;
    sizes.push(share * search.size);
  }
  const line = new DirectionLine(meter.theta, 0, direction);
  const expected = { predicted, allowed: 4 * threshold * norm(sizes) };
  return isFar(measureAlong(meter, line, expected, relativeStep, true));
}
