// The survey of the given point, and of jittered ones near it: a gradient that is right here can be wrong there.
import { type Rng, rng, type Slice } from "@nudge/core";
import type { Meter } from "../measure/meter.ts";
import { meterAt, type NoisePair } from "../measure/meter-at.ts";
import type { Observation } from "../sandbox/observe.ts";
import { Shortcuts } from "../shortcuts/shortcuts.ts";
import type { Steps } from "../words/progress.ts";
import type { Finding } from "../words/report.ts";
import { type Settings, type Threshold, thresholdOf } from "../words/settings.ts";
import { surveyByBisection } from "./bisect.ts";
import { surveyEveryEntry } from "./every-entry.ts";
import { drawInside } from "./inside.ts";
import { judgeKinks } from "./joint-kinks.ts";
import { mergeSurveys, type Survey } from "./survey.ts";

/** A point that was surveyed. */
export interface SurveyedPoint {
  readonly point: Float64Array;
  readonly meter: Meter;
  readonly survey: Survey;
}

/** What the surveys of all points came to. */
export interface SurveyedPoints {
  readonly survey: Survey;
  /** The relative error from which on entries were called wrong. */
  readonly threshold: Threshold;
  /** The noise at the given point. */
  readonly noise: NoisePair & Pick<Meter, "edges">;
  /** The survey of the given point alone. */
  readonly given: Survey;
  /** The first point at which an entry is wrong, or the given one. */
  readonly telling: SurveyedPoint;
  /** Whether it was told to stop before its end. */
  readonly stopped: boolean;
  /** Which shortcut led elsewhere than the whole pass does, if one did. */
  readonly refuted: string | undefined;
  /** How many of the other points were not found inside of the domain. */
  readonly outside: number;
  /** What was found of entries that are judged together. */
  readonly findings: readonly Finding[];
}

/** The survey of the given point and of `points - 1` jittered ones, whose wrong entries are put into the first. */
export function* surveyPoints(
  seen: Observation,
  slices: readonly Slice[],
  settings: Settings,
): Steps<SurveyedPoints> {
  const { sandbox, gradients } = seen;
  const { seed, points, epsilon } = settings;
  const streamOf = (point: number) => rng(seed + point).fork();
  const firstStream = streamOf(0);
  const firstMeter = meterAt(seen, firstStream);
  const precision = firstMeter.noise.isSingle ? "float32" : "float64";
  const threshold = thresholdOf(settings.threshold, precision);
  const total = points * slices.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  let stopped = false as boolean | undefined;
  let refuted: string | undefined;
  const found: Finding[] = [];

  /** Surveys the point that θ is at. */
  function* surveyHere(meter: Meter, analytic: Float64Array, stream: Rng): Steps<SurveyedPoint> {
    // Shortcuts write new numbers to the same tensors, as recycling does.
    const shortened = settings.shortcuts && sandbox.handling.recycling;
    const shortcuts = shortened ? new Shortcuts(sandbox, meter.center) : undefined;
    const survey = settings.method === "full" ? surveyEveryEntry : surveyByBisection;
    const steps = survey(meter, analytic, { slices, threshold, epsilon, stream, shortcuts });
    let step = steps.next();
    for (; !step.done; step = steps.next(stopped)) {
      done = Math.min(done + 1, total);
      stopped = yield { done, total };
    }
    refuted ??= shortcuts?.refuted;
    found.push(...judgeKinks(step.value, seen, meter, threshold, stream));
    return { point: sandbox.theta.values.slice(), meter, survey: step.value };
  }

  const first = yield* surveyHere(firstMeter, gradients.values, firstStream);
  let { survey } = first;
  let telling = first;
  let outside = 0;
  for (let point = 1; point < points && !stopped; point++) {
    const stream = streamOf(point);
    const drawn = drawInside(seen, slices, first.meter.edges, stream);
    if (drawn === undefined) {
      outside++;
      continue;
    }
    const there = drawn.passes.gradients.values;
    const surveyed = yield* sandbox.theta.during(drawn.point, () =>
      surveyHere(meterAt(seen, stream), there, stream),
    );
    const isWrong = (one: Survey) => one.verdict.includes("wrong");
    if (!isWrong(survey) && isWrong(surveyed.survey)) telling = surveyed;
    survey = mergeSurveys(survey, surveyed.survey);
  }
  return {
    survey,
    given: first.survey,
    threshold,
    noise: first.meter,
    telling,
    stopped: stopped === true,
    refuted,
    outside,
    findings: found,
  };
}
