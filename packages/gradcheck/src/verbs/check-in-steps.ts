// One check from end to end: subject -> observation -> probes -> survey of every entry -> verdict -> diagnoses. It is a
// generator, so that the verbs can drain it at once, or step by step between other work.
import { type Rng, rng, type Slice, type Tensor } from "@nudge/core";
import { withDiagnoses } from "../diagnose/diagnose.ts";
import { judgeBatch } from "../judge/batch-size.ts";
import { noteEdges } from "../judge/edge-notes.ts";
import { noteOutside } from "../judge/inside.ts";
import { noteNotSeen } from "../judge/not-seen.ts";
import { type SurveyedPoints, surveyPoints } from "../judge/points.ts";
import type { SecondLook } from "../judge/second-look.ts";
import { judgeEvaluation, judgeSecondPoint } from "../judge/second-point.ts";
import { judgeSecondProduct } from "../judge/second-product.ts";
import { judgeSecondUpstream } from "../judge/second-upstream.ts";
import { emptySurvey, isRight } from "../judge/survey.ts";
import { judgeSymmetry } from "../judge/symmetry.ts";
import { judgeUnread } from "../judge/unread.ts";
import type { Edges } from "../measure/edges.ts";
import { probeAliases } from "../probes/aliases.ts";
import { probeArguments, probeLaterArguments } from "../probes/arguments.ts";
import { probeStillRuns, probeUnrepeated } from "../probes/exceptions.ts";
import { probeGradients, probeOutput } from "../probes/finite.ts";
import { probeIntegers } from "../probes/integers.ts";
import { probeKernels } from "../probes/kernels.ts";
import { type GivenPrecision, probePrecision, probeRounding } from "../probes/precision.ts";
import { probeProduct } from "../probes/product.ts";
import { probeBackward } from "../probes/repeat-backward.ts";
import { probeForward } from "../probes/repeat-forward.ts";
import { probeState } from "../probes/state.ts";
import { probeSymbolics } from "../probes/symbolics.ts";
import { probeUpstream } from "../probes/upstream.ts";
import { type Observation, observe } from "../sandbox/observe.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { SubjectError } from "../sandbox/subject-error.ts";
import type { Subject } from "../subject/subject.ts";
import { assemble } from "../verdict/assemble.ts";
import { drawCurves } from "../verdict/curves.ts";
import { expectNames } from "../words/by-name.ts";
import { allowing, failure, isFailure, note } from "../words/findings.ts";
import type { Steps } from "../words/progress.ts";
import type { Finding, GradcheckReport } from "../words/report.ts";
import { isTraining, type Settings, thresholdOf } from "../words/settings.ts";

/** The slices to report, and of those the ones to check, as `tensors` and `skip` say. */
function selectSlices(all: readonly Slice[], { tensors, skip, threshold, epsilon, bounds }: Settings) {
  const names = all.map(({ name }) => name);
  for (const [what, given] of Object.entries({ tensors, skip, threshold, epsilon, bounds }))
    if (typeof given === "object")
      expectNames(what, Array.isArray(given) ? given : Object.keys(given), names);
  const reported = all.filter(({ name }) => tensors === undefined || tensors.includes(name));
  return { reported, checked: reported.filter(({ name }) => !skip.includes(name)) };
}

/**
 * What the probes say before any entry is measured, and nothing where there may be a pause; returns whether forward gives
 * the same output again, so that there are slopes to measure.
 */
function* probe(
  seen: Observation,
  subject: Subject,
  { modes }: Settings,
  stream: Rng,
): Generator<Finding | undefined, boolean> {
  yield* probeArguments(seen);
  const isLeftOut = (name: string | undefined) =>
    seen.sandbox.slices.some((slice) => slice.name === name && !seen.checked.includes(slice));
  yield* seen.gradients.findings.filter(({ tensor }) => !isLeftOut(tensor));
  yield* probeIntegers(seen);
  yield* probeOutput(seen);
  yield;
  // Without a repeatable forward pass there is no slope, and nothing to compare a repeated backward pass with.
  const unsteady = probeForward(seen);
  yield* unsteady;
  if (unsteady.length > 0) {
    yield* probeGradients(seen, () => true);
    return false;
  }
  yield;
  const unrepeatable = probeBackward(seen);
  yield* unrepeatable;
  const opened = seen.sandbox.stages();
  if (opened !== undefined) {
    const { stages, sequence } = opened;
    if (isTraining(modes)) yield* probeKernels(stages);
    yield* probeSymbolics(
      stages,
      sequence.input ?? (seen.sandbox.tensors.input as Tensor),
      seen.sandbox.attempts,
    );
  }
  yield;
  if (unrepeatable.length > 0) return true;
  if (subject.hessian?.form === "product") yield* probeProduct(seen, stream.clone());
  else if (!subject.scalar) yield* probeUpstream(seen);
  yield;
  yield* probeState(seen, subject, stream);
  return true;
}

/** What the probes say of gradients whose entries have been judged. */
function probeJudged(
  seen: Observation,
  slices: readonly Slice[],
  found: SurveyedPoints,
  given: GivenPrecision,
): Finding[] {
  const { survey, noise, refuted, outside, stopped } = found;
  const { sandbox } = seen;
  const isRightOf = (name: string) => slices.every((slice) => slice.name !== name || isRight(survey, slice));
  return [
    ...probeGradients(seen, (i) => survey.verdict[i] === "wrong"),
    ...probePrecision(noise.noise, seen.output, survey, given),
    ...found.findings,
    ...probeRounding(survey.analytic, slices, (i) => survey.verdict[i] === "pass"),
    ...noteEdges(survey, slices, sandbox),
    ...noteOutside(outside),
    ...(stopped ? [] : noteNotSeen(survey, slices)),
    ...probeStillRuns(sandbox),
    ...(refuted === undefined ? [] : [note("declaration", refuted)]),
    ...probeAliases(seen.gradients, isRightOf),
  ];
}

/** What is wrong where no entry is measured, one look after another. */
function* judgeElsewhere(
  subject: Subject,
  seen: Observation,
  look: SecondLook,
  edges: () => Edges,
  settings: Settings,
): Generator<Finding[]> {
  yield judgeSecondUpstream(subject, seen, { ...look, stream: look.stream.clone() });
  if (subject.hessian?.form === "product")
    yield judgeSecondProduct(seen, { ...look, stream: look.stream.clone() });
  yield judgeBatch(subject, seen, { ...look, stream: look.stream.clone() }, settings);
  yield judgeSecondPoint(seen, look, edges);
  if (settings.modes === "both") yield judgeEvaluation(seen, look);
}

export function* checkInSteps(subject: Subject, settings: Settings): Steps<GradcheckReport> {
  const time = new Date().toISOString();
  const start = performance.now();
  const stream = rng(settings.seed).fork();
  const sandbox = new Sandbox(subject, settings);
  const { checked, reported } = selectSlices(sandbox.slices, settings);
  const findings: Finding[] = [];
  const say = (found: readonly Finding[]) =>
    findings.push(...found.map((finding) => allowing(settings.allow, finding)));
  let seen: Observation | undefined;
  let slices: readonly Slice[] = [];
  let found: SurveyedPoints | undefined;
  let isExplicable = true;

  try {
    seen = observe(subject, sandbox, checked, stream);
    const probing = probe(seen, subject, settings, stream.clone());
    let probed = probing.next();
    for (; !probed.done; probed = probing.next()) {
      if (probed.value === undefined) yield;
      else say([probed.value]);
    }
    yield;
    if (probed.value) {
      const { none } = seen.gradients;
      slices = checked.filter(({ name }) => !none.has(name));
      sandbox.thrown = undefined;
      found = yield* surveyPoints(seen, slices, settings);
      const { survey, given, threshold, noise, stopped } = found;
      // A gradient need not depend on every entry of θ.
      if (!stopped && !subject.hessian) say(judgeUnread(survey, subject, seen, slices, stream.clone()));
      say(probeJudged(seen, slices, found, { ...subject, ...settings }));
      if (subject.hessian && !stopped && !findings.some(isFailure)) {
        const loosest = Math.max(...slices.map((slice) => threshold.of(slice)));
        const look = { survey: given, threshold: loosest, stream: stream.clone() };
        const symmetry = judgeSymmetry(subject.hessian, seen, look);
        say(symmetry.findings);
        isExplicable = symmetry.isOfFunction;
      }
      const right = slices.filter((slice) => isRight(survey, slice));
      if (!stopped && right.length > 0 && !findings.some(isFailure)) {
        const training = isTraining(settings.modes);
        const look = { survey, noise, slices: right, threshold, training, stream };
        // One failure is enough: other looks would say the same in other words.
        for (const said of judgeElsewhere(subject, seen, look, noise.edges, settings)) {
          say(said);
          if (findings.some(isFailure)) break;
          yield;
        }
      }
      say(probeLaterArguments(seen));
    }
  } catch (error) {
    if (!(error instanceof SubjectError)) throw error;
    say([failure("throws", `${error.message}; at the given point`)]);
  }
  say(probeUnrepeated(sandbox));

  yield;
  const spent = () => ({ evaluations: sandbox.evaluations, milliseconds: performance.now() - start });
  const survey =
    found?.survey ?? emptySurvey(new Float64Array(sandbox.theta.values.length).fill(Number.NaN), checked);
  const threshold = found?.threshold ?? thresholdOf(settings.threshold, "float64");
  const report = assemble(subject, settings, {
    threshold,
    survey,
    findings,
    slices: reported,
    time,
    ...spent(),
  });
  if (report.passed || seen === undefined || found === undefined || found.stopped) return report;
  // Explanations need all entries.
  const tensors =
    settings.method === "full" && isExplicable
      ? yield* withDiagnoses(report.tensors, {
          subject,
          settings: { ...settings, threshold },
          sandbox,
          first: seen,
          survey,
          slices,
          findings,
        })
      : report.tensors;
  return { ...report, tensors, curves: drawCurves(found.telling, slices, threshold), ...spent() };
}
