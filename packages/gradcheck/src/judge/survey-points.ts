// The survey of the given point, and of jittered ones near it: a gradient that is right here can be wrong there.
import { copy, type Rng, rng, type Slice } from "@nudge/core";
import { jitter } from "../measure/jitter.ts";
import type { Meter } from "../measure/meter.ts";
import { meterAt, type NoisePair } from "../measure/point.ts";
import type { ProbeContext } from "../probes/context.ts";
import { readGradients } from "../sandbox/gradients.ts";
import { SubjectError } from "../sandbox/sandbox.ts";
import { Shortcuts } from "../shortcuts/shortcuts.ts";
import { curvesAround } from "../verdict/curves.ts";
import type { Curve } from "../words/report.ts";
import type { Settings } from "../words/settings.ts";
import { acquittedBeside } from "./beside.ts";
import { bisectPoint } from "./bisect.ts";
import { mergeSurveys, type Survey, surveyPoint } from "./survey.ts";

/** How far a check has come: entries of all points. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * A check in steps, one for each entry. One that gets `next(true)` stops there and gives what was found so far, with
 * the entries that were not reached as inconclusive.
 */
export type Steps<T> = Generator<Progress, T, boolean | undefined>;

/** Runs `f` and gives undefined where the subject throws. */
function unlessThrown<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof SubjectError) return undefined;
    throw error;
  }
}

/** Where there are kinks at the point, entries whose gradient is right beside it, and may be a mix here, are not wrong. */
function acquit(survey: Survey, first: ProbeContext, meter: Meter, stream: Rng): void {
  const { verdict, analytic, beyondKink } = survey;
  if (beyondKink.length === 0 && !verdict.includes("kink")) return;
  const { sandbox, gradients } = first;
  const accused = [...verdict.keys()].filter((i) => verdict[i] === "wrong" || beyondKink.includes(i));
  const moving = sandbox.slices.filter(({ name }) => !gradients.none.has(name));
  const gradientHere = () => unlessThrown(() => gradientsHere(first));
  for (const i of acquittedBeside(meter, sandbox.theta, analytic, accused, moving, gradientHere, stream))
    verdict[i] = "kink";
}

/** The survey of the given point and of `points - 1` jittered ones, whose wrong entries are put into the first. */
export function* surveyPoints(
  first: ProbeContext,
  slices: readonly Slice[],
  settings: Settings,
): Steps<{ survey: Survey; noise: NoisePair; draw: () => Curve[]; stopped: boolean; refuted?: string }> {
  const { sandbox, upstream, gradients } = first;
  const { seed, points, threshold, epsilon } = settings;
  let refuted: string | undefined;
  const weights = Float64Array.from(copy(upstream).data);
  const total = points * slices.reduce((sum, { length }) => sum + length, 0);
  const origin = sandbox.theta.slice();
  let done = 0;
  let survey: Survey | undefined;
  let noise: NoisePair | undefined;
  let draw: (() => Curve[]) | undefined;
  let stopped: boolean | undefined = false;
  for (let point = 0; point < points && !stopped; point++) {
    const stream = rng(seed + point).fork();
    if (point > 0) sandbox.theta.set(jitter(origin, slices, stream));
    const analytic = point === 0 ? gradients.values : unlessThrown(() => gradientsHere(first));
    const newlyLost = analytic?.some((g, i) => !Number.isFinite(g) && Number.isFinite(gradients.values[i]));
    if (analytic !== undefined && !newlyLost) {
      const meter = meterAt(sandbox, weights, gradients.none, stream);
      // They write new numbers to the same tensors again and again.
      const shortened = settings.shortcuts && sandbox.recycling;
      const shortcuts = shortened ? new Shortcuts(sandbox, meter.center) : undefined;
      const options = { slices, threshold, epsilon, stream, shortcuts };
      const measure = settings.method === "full" ? surveyPoint : bisectPoint;
      const steps = measure(meter, sandbox.theta, analytic, options);
      let step = steps.next();
      for (; !step.done; step = steps.next(stopped)) {
        done = Math.min(done + 1, total);
        stopped = yield { done, total };
      }
      refuted ??= shortcuts?.refuted;
      acquit(step.value, first, meter, stream);
      // Curves are drawn around the first point at which an entry is wrong.
      if (draw === undefined || (!survey?.verdict.includes("wrong") && step.value.verdict.includes("wrong")))
        draw = curvesAround(meter, sandbox.theta, step.value, slices, threshold);
      survey = survey === undefined ? step.value : mergeSurveys(survey, step.value);
      noise ??= meter;
    }
    sandbox.theta.set(origin);
  }
  return {
    survey: survey as Survey,
    noise: noise as NoisePair,
    draw: draw as () => Curve[],
    stopped: stopped === true,
    refuted,
  };
}

function gradientsHere({ sandbox, upstream }: ProbeContext): Float64Array {
  const [, cache] = sandbox.forward();
  return readGradients(sandbox.backward(copy(upstream), cache), sandbox.tensors).values;
}
