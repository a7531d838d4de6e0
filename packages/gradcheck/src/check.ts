// One check from end to end: subject -> probes -> survey of every entry -> verdict -> report. It is a generator, so
// that the verbs can drain it at once, or step by step between other work.
import { copy, full, isTensor, type Rng, rng, type Slice, type Tensor } from "@nudge/core";
import { jitter } from "./numeric/jitter.ts";
import { meterAt } from "./numeric/point.ts";
import { emptySurvey, type Survey, surveyPoint } from "./numeric/survey.ts";
import type { Settings } from "./options.ts";
import { failure, note, type ProbeContext, sameBits } from "./probes/context.ts";
import { probeFinite } from "./probes/finite.ts";
import { probePrecision } from "./probes/precision.ts";
import { probeBackward } from "./probes/repeat-backward.ts";
import { probeForward } from "./probes/repeat-forward.ts";
import { probeOtherMode, probeSecondPoint } from "./probes/second-point.ts";
import { probeUpstream } from "./probes/upstream.ts";
import type { Finding, GradcheckReport } from "./report/report.ts";
import { readGradients } from "./subject/gradients.ts";
import { Sandbox, SubjectError } from "./subject/sandbox.ts";
import type { Subject } from "./subject/subject.ts";
import { drawUpstream } from "./subject/values.ts";
import { norm, ratioOf } from "./verdict/ratio.ts";
import { addCounts } from "./verdict/tally.ts";
import { judgedEntries, reportTensor } from "./verdict/tensor.ts";
import { decide } from "./verdict/verdict.ts";

/** How far a check has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What the first forward and backward pass showed: the point of reference for all that follows. */
interface First extends ProbeContext {
  readonly findings: Finding[];
}

/** The slices to survey, as `tensors` and `skip` say. */
function selectSlices(
  verb: string,
  slices: readonly Slice[],
  { tensors, skip }: Settings,
): { checked: Slice[]; reported: Slice[] } {
  const names = slices.map(({ name }) => name);
  for (const name of [...(tensors ?? []), ...skip]) {
    if (!names.includes(name))
      throw new Error(
        `${verb}: no tensor is called "${name}"; there are ${names.map((n) => `"${n}"`).join(", ")}`,
      );
  }
  const reported = slices.filter(({ name }) => tensors === undefined || tensors.includes(name));
  return { reported, checked: reported.filter(({ name }) => !skip.includes(name)) };
}

/** The upstream gradient for an output of this shape: given, drawn, or 1 for a loss. */
function upstreamFor({ scalar, upstream, name }: Subject, output: Tensor, stream: Rng): Tensor {
  if (scalar) return full([...output.shape], 1);
  const drawn = full([...output.shape], 0);
  const draw = drawUpstream(stream);
  for (let i = 0; i < drawn.size; i++) drawn.data[i] = draw();
  if (upstream === undefined) return drawn;
  const same =
    upstream.shape.length === output.shape.length &&
    upstream.shape.every((n, axis) => n === output.shape[axis]);
  if (!same)
    throw new Error(
      `gradcheck: upstream must be as the output of ${name}, [${output.shape.join(", ")}], got [${upstream.shape.join(", ")}]`,
    );
  return upstream;
}

/** The first pass of all: what it gives, and what it does to the arrays it is given. */
function firstPass(sandbox: Sandbox, subject: Subject, stream: Rng): First {
  const findings: Finding[] = [];
  const origin = sandbox.theta.slice();
  const restore = (pass: string) => {
    if (sameBits(sandbox.theta, origin)) return;
    const { name } = sandbox.slices.find(
      ({ offset, length }) =>
        !sameBits(sandbox.theta.subarray(offset, offset + length), origin.subarray(offset, offset + length)),
    ) as Slice;
    findings.push(
      failure("mutates-input", `${pass} writes to ${name}, which belongs to the caller`, { tensor: name }),
    );
    sandbox.theta.set(origin);
    sandbox.careful = true;
  };
  const forwarded = sandbox.forward();
  const output = forwarded?.[0];
  if (!isTensor(output))
    throw new SubjectError("forward", new TypeError(`must return [output, cache] with a tensor as output`));
  const values = Float64Array.from(copy(output).data);
  const upstream = upstreamFor(subject, output, stream);
  const given = copy(upstream);
  restore("forward");
  const returned = sandbox.backward(given, forwarded[1]);
  const gradients = readGradients(returned, sandbox.tensors);
  restore("backward");
  if (!sameBits(copy(given).data as Float64Array, copy(upstream).data as Float64Array))
    findings.push(
      failure("mutates-upstream", "backward writes to the upstream gradient, which belongs to the caller"),
    );
  findings.push(...gradients.findings);
  return { sandbox, upstream, output: values, gradients, findings };
}

/** Probes that make sense only while those before them found nothing. */
function probeInOrder(first: First, subject: Subject): Finding[] {
  const probes = [probeForward, probeBackward, ...(subject.scalar ? [] : [probeUpstream])];
  for (const probe of probes) {
    const findings = probe(first);
    if (findings.length > 0) return findings;
  }
  return [];
}

/** Puts what a survey at a later point found wrong into the first. */
function merge(into: Survey, later: Survey): void {
  for (let i = 0; i < into.verdict.length; i++) {
    if (later.verdict[i] !== "wrong" || into.verdict[i] === "wrong" || !Number.isFinite(later.analytic[i]))
      continue;
    into.verdict[i] = "wrong";
    for (const column of ["analytic", "numeric", "error", "step"] as const)
      into[column][i] = later[column][i];
  }
}

export function* check(
  verb: string,
  subject: Subject,
  settings: Settings,
): Generator<Progress, GradcheckReport> {
  const start = performance.now();
  const stream = rng(settings.seed).fork();
  const sandbox = new Sandbox(subject, settings);
  const { checked, reported } = selectSlices(verb, sandbox.slices, settings);
  const total = checked.reduce((sum, { length }) => sum + length, 0) * settings.points;
  let done = 0;
  let survey = emptySurvey(new Float64Array(sandbox.theta.length).fill(Number.NaN));
  const findings: Finding[] = [];

  try {
    const first = firstPass(sandbox, subject, stream);
    const { gradients } = first;
    findings.push(...first.findings, ...probeFinite(first), ...probeInOrder(first, subject));
    const slices = checked.filter(({ name }) => !gradients.none.has(name));
    const weights = Float64Array.from(copy(first.upstream).data);
    const options = { slices, threshold: settings.threshold, epsilon: settings.epsilon, stream };
    const run = function* (values: Float64Array): Generator<Progress, { survey: Survey; unit: number }> {
      const meter = meterAt(sandbox, weights, gradients.none, stream);
      const steps = surveyPoint(meter, sandbox.theta, values, options);
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done) return { survey: step.value, unit: meter.noise.unit };
        yield { done: ++done, total };
      }
    };
    const result = yield* run(gradients.values);
    survey = result.survey;
    findings.push(...probePrecision(survey, slices, result.unit));

    const origin = sandbox.theta.slice();
    for (let point = 1; point < settings.points; point++) {
      sandbox.theta.set(jitter(origin, slices, stream));
      const [, cache] = sandbox.forward();
      const { values } = readGradients(sandbox.backward(copy(first.upstream), cache), sandbox.tensors);
      if (values.every((g, i) => Number.isFinite(g) || !Number.isFinite(gradients.values[i])))
        merge(survey, (yield* run(values)).survey);
      sandbox.theta.set(origin);
    }

    const right = slices.filter(
      ({ offset, length }) => !survey.verdict.slice(offset, offset + length).includes("wrong"),
    );
    if (findings.every(({ severity }) => severity === "note") && right.length > 0) {
      const elsewhere = { slices: right, threshold: settings.threshold, training: settings.training, stream };
      const found = probeSecondPoint(first, elsewhere);
      findings.push(...(found.length > 0 ? found : probeOtherMode(first, elsewhere)));
    }
    if (!sandbox.careful && !sameBits(sandbox.theta, origin))
      findings.push(
        failure("mutates-input", "a pass wrote to the tensors it was given, though not at first"),
      );
  } catch (error) {
    if (!(error instanceof SubjectError)) throw error;
    findings.push(failure("throws", `${error.message}; at the given point`));
    for (const { offset, length } of checked) survey.verdict.fill("inconclusive", offset, offset + length);
  }
  return assemble(subject, settings, {
    survey,
    findings,
    reported,
    evaluations: sandbox.evaluations,
    milliseconds: performance.now() - start,
  });
}

function assemble(
  subject: Subject,
  { threshold, seed }: Settings,
  {
    survey,
    findings,
    reported,
    evaluations,
    milliseconds,
  }: {
    survey: Survey;
    findings: Finding[];
    reported: readonly Slice[];
    evaluations: number;
    milliseconds: number;
  },
): GradcheckReport {
  const tensors = reported.map((slice) => reportTensor(survey, slice, threshold));
  const judged = reported.flatMap((slice) => judgedEntries(survey, slice));
  const numeric = judged.map((i) => survey.numeric[i]);
  const analytic = judged.map((i) => survey.analytic[i]);
  const size = norm(numeric) + norm(analytic);
  const bars = norm(judged.map((i) => survey.error[i]));
  const counts = addCounts(tensors.map((tensor) => tensor.counts));
  if (judged.length > 0 && judged.every((i) => survey.numeric[i] === 0 && survey.analytic[i] === 0))
    findings.push(
      note(
        "degenerate",
        "the output does not change with any of the tensors: there is nothing to check at this point",
      ),
    );
  const verdict = decide(tensors, findings, survey);
  return {
    version: 1,
    subject: subject.name,
    verdict,
    passed: verdict === "pass",
    ratio: ratioOf(numeric, analytic),
    noiseRatio: bars === 0 ? 0 : bars / size,
    threshold,
    seed,
    method: "full",
    evaluations,
    milliseconds,
    replay: subject.replay,
    counts,
    tensors,
    findings,
    curves: [],
  };
}
