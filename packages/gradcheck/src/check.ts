// One check from end to end: subject -> probes -> survey of every entry -> verdict -> report. It is a generator, so
// that the verbs can drain it at once, or step by step between other work.
import { copy, rng, type Slice } from "@nudge/core";
import { diagnose } from "./diagnose/diagnose.ts";
import { curvesAround } from "./numeric/curves.ts";
import { jitter } from "./numeric/jitter.ts";
import { meterAt, type NoisePair } from "./numeric/point.ts";
import { emptySurvey, mergeSurveys, type Survey, surveyPoint } from "./numeric/survey.ts";
import type { Settings } from "./options.ts";
import { probeAliases } from "./probes/aliases.ts";
import { failure, indexOf, type ProbeContext } from "./probes/context.ts";
import { probeFinite } from "./probes/finite.ts";
import { firstPass } from "./probes/first-pass.ts";
import { probePrecision } from "./probes/precision.ts";
import { probeBackward } from "./probes/repeat-backward.ts";
import { probeForward } from "./probes/repeat-forward.ts";
import { probeOtherMode, probeSecondPoint } from "./probes/second-point.ts";
import { probeUpstream } from "./probes/upstream.ts";
import { assemble } from "./report/assemble.ts";
import type { Curve, Diagnosis, Finding, GradcheckReport } from "./report/report.ts";
import { readGradients } from "./subject/gradients.ts";
import { Sandbox, SubjectError } from "./subject/sandbox.ts";
import type { Subject } from "./subject/subject.ts";

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

/** The slices to report, and of those the ones to check, as `tensors` and `skip` say. */
function selectSlices(verb: string, all: readonly Slice[], { tensors, skip }: Settings) {
  const names = all.map(({ name }) => name);
  for (const name of [...(tensors ?? []), ...skip]) {
    if (names.includes(name)) continue;
    throw new Error(
      `${verb}: no tensor is called "${name}"; there are ${names.map((n) => `"${n}"`).join(", ")}`,
    );
  }
  const reported = all.filter(({ name }) => tensors === undefined || tensors.includes(name));
  return { reported, checked: reported.filter(({ name }) => !skip.includes(name)) };
}

/** Runs `f` and gives undefined where the subject throws. */
function unlessThrown<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof SubjectError) return undefined;
    throw error;
  }
}

/** Whether any entry of a tensor is wrong. */
const isRight = ({ verdict }: Survey, { offset, length }: Slice) =>
  !verdict.slice(offset, offset + length).includes("wrong");

/** What the subject threw where no slope could be measured for it. */
function thrownWhere(sandbox: Sandbox, { verdict, numeric }: Survey): Finding[] {
  const entry = numeric.findIndex((slope, i) => Number.isNaN(slope) && verdict[i] !== "skipped");
  if (sandbox.thrown === undefined || entry < 0) return [];
  const { name, offset, shape } = sandbox.slices.findLast(({ offset }) => offset <= entry) as Slice;
  const index = indexOf(entry - offset, shape);
  const place = `${name}${index.length > 0 ? `[${index.join(", ")}]` : ""}`;
  const message = `${sandbox.thrown.message}; near ${place} = ${sandbox.theta[entry]}`;
  return [failure("throws", message, { tensor: name, index })];
}

/** The survey of the given point and of `points - 1` jittered ones, whose wrong entries are put into the first. */
function* surveyPoints(
  first: ProbeContext,
  slices: readonly Slice[],
  settings: Settings,
): Steps<{ survey: Survey; noise: NoisePair; draw: () => Curve[]; stopped: boolean }> {
  const { sandbox, upstream, gradients } = first;
  const { seed, points, threshold, epsilon } = settings;
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
      const steps = surveyPoint(meter, sandbox.theta, analytic, { slices, threshold, epsilon, stream });
      let step = steps.next();
      for (; !step.done; step = steps.next(stopped)) stopped = yield { done: ++done, total };
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
  };
}

function gradientsHere({ sandbox, upstream }: ProbeContext): Float64Array {
  const [, cache] = sandbox.forward();
  return readGradients(sandbox.backward(copy(upstream), cache), sandbox.tensors).values;
}

export function* check(verb: string, subject: Subject, settings: Settings): Steps<GradcheckReport> {
  const start = performance.now();
  const stream = rng(settings.seed).fork();
  const sandbox = new Sandbox(subject, settings);
  const { checked, reported } = selectSlices(verb, sandbox.slices, settings);
  let survey = emptySurvey(new Float64Array(sandbox.theta.length).fill(Number.NaN), checked);
  const findings: Finding[] = [];
  let draw = (): Curve[] => [];
  let explain = (): ReadonlyMap<string, Diagnosis[]> => new Map();

  try {
    const first = firstPass(sandbox, subject, stream);
    findings.push(...first.findings, ...probeFinite(first));
    // Without a repeatable forward pass there is no slope to measure, and nothing to compare a repeated backward with.
    const unsteady = probeForward(first);
    findings.push(...unsteady);
    if (unsteady.length === 0) {
      const unrepeatable = probeBackward(first);
      findings.push(...unrepeatable);
      if (unrepeatable.length === 0 && !subject.scalar) findings.push(...probeUpstream(first));

      const slices = checked.filter(({ name }) => !first.gradients.none.has(name));
      sandbox.thrown = undefined;
      const surveyed = yield* surveyPoints(first, slices, settings);
      survey = surveyed.survey;
      if (!surveyed.stopped) {
        draw = surveyed.draw;
        explain = () => diagnose({ subject, settings, sandbox, first, survey, slices, findings });
      }
      findings.push(
        ...probePrecision(survey, slices, surveyed.noise.noise.unit),
        ...thrownWhere(sandbox, survey),
        ...probeAliases(first.gradients, (tensor) =>
          slices.every((s) => s.name !== tensor || isRight(survey, s)),
        ),
      );

      const right = slices.filter((slice) => isRight(survey, slice));
      if (!surveyed.stopped && right.length > 0 && findings.every(({ severity }) => severity === "note")) {
        const { threshold, training } = settings;
        const elsewhere = { slices: right, threshold, training, stream, noise: surveyed.noise };
        const found = probeSecondPoint(first, elsewhere);
        findings.push(...(found.length > 0 ? found : probeOtherMode(first, elsewhere)));
      }
    }
  } catch (error) {
    if (!(error instanceof SubjectError)) throw error;
    findings.push(failure("throws", `${error.message}; at the given point`));
  }
  const spent = () => ({ evaluations: sandbox.evaluations, milliseconds: performance.now() - start });
  const report = assemble(subject, settings, { survey, findings, slices: reported, ...spent() });
  if (report.passed) return report;
  const diagnoses = explain();
  const tensors = report.tensors.map((one) => ({ ...one, diagnoses: diagnoses.get(one.name) ?? [] }));
  return { ...report, tensors, curves: draw(), ...spent() };
}
