// One check from end to end: subject -> probes -> survey of every entry -> verdict -> report. It is a generator, so
// that the verbs can drain it at once, or step by step between other work.
import { rng, type Slice } from "@nudge/core";
import { withDiagnoses } from "../diagnose/diagnose.ts";
import { probeOtherMode, probeSecondPoint } from "../judge/second-point.ts";
import { emptySurvey, type Survey } from "../judge/survey.ts";
import { type Steps, surveyPoints } from "../judge/survey-points.ts";
import { probeAliases } from "../probes/aliases.ts";
import { failure, note } from "../probes/context.ts";
import { probeFinite } from "../probes/finite.ts";
import { firstPass } from "../probes/first-pass.ts";
import { probeKernels } from "../probes/kernels.ts";
import { probePrecision } from "../probes/precision.ts";
import { probePromotion } from "../probes/promotion.ts";
import { probeBackward } from "../probes/repeat-backward.ts";
import { probeForward } from "../probes/repeat-forward.ts";
import { probeUpstream } from "../probes/upstream.ts";
import { Sandbox, SubjectError } from "../sandbox/sandbox.ts";
import type { Subject } from "../subject/subject.ts";
import { assemble } from "../verdict/assemble.ts";
import { indexOf } from "../words/index-of.ts";
import type { Curve, Finding, GradcheckReport, TensorReport } from "../words/report.ts";
import type { Settings } from "../words/settings.ts";

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

/** Whether no entry of a tensor is wrong. */
function isRight({ verdict }: Survey, { offset, length }: Slice): boolean {
  const wrong = verdict.indexOf("wrong", offset);
  return wrong < 0 || wrong >= offset + length;
}

/** What the subject threw where no slope could be measured for it. */
function thrownWhere(sandbox: Sandbox, { verdict, numeric }: Survey): Finding[] {
  if (sandbox.thrown === undefined) return [];
  const entry = numeric.findIndex(
    (slope, i) => Number.isNaN(slope) && verdict[i] !== "skipped" && verdict[i] !== "pass",
  );
  if (entry < 0) return [];
  const { name, offset, shape } = sandbox.slices.findLast(({ offset }) => offset <= entry) as Slice;
  const index = indexOf(entry - offset, shape);
  const place = `${name}${index.length > 0 ? `[${index.join(", ")}]` : ""}`;
  const message = `${sandbox.thrown.message}; near ${place} = ${sandbox.theta[entry]}`;
  return [failure("throws", message, { tensor: name, index })];
}

export function* check(verb: string, subject: Subject, settings: Settings): Steps<GradcheckReport> {
  const start = performance.now();
  const stream = rng(settings.seed).fork();
  const sandbox = new Sandbox(subject, settings);
  const { checked, reported } = selectSlices(verb, sandbox.slices, settings);
  let survey = emptySurvey(new Float64Array(sandbox.theta.length).fill(Number.NaN), checked);
  const findings: Finding[] = [];
  let draw = (): Curve[] => [];
  let explain: ((tensors: TensorReport[]) => Steps<TensorReport[]>) | undefined;

  try {
    const first = firstPass(sandbox, subject, stream);
    findings.push(...first.findings, ...probeFinite(first), ...probePromotion(subject));
    // Without a repeatable forward pass there is no slope to measure, and nothing to compare a repeated backward with.
    const unsteady = probeForward(first);
    findings.push(...unsteady);
    if (unsteady.length === 0) {
      const unrepeatable = probeBackward(first);
      findings.push(...unrepeatable, ...probeKernels(sandbox.stages()?.stages ?? []));
      if (unrepeatable.length === 0 && !subject.scalar) findings.push(...probeUpstream(first));

      const slices = checked.filter(({ name }) => !first.gradients.none.has(name));
      sandbox.thrown = undefined;
      const surveyed = yield* surveyPoints(first, slices, settings);
      survey = surveyed.survey;
      if (!surveyed.stopped) {
        draw = surveyed.draw;
        // Explanations need all entries.
        if (settings.method === "full")
          explain = (tensors) =>
            withDiagnoses(tensors, { subject, settings, sandbox, first, survey, slices, findings });
      }
      findings.push(
        ...probePrecision(survey, slices, surveyed.noise.noise, first.output),
        ...thrownWhere(sandbox, survey),
        ...(surveyed.refuted === undefined ? [] : [note("declaration", surveyed.refuted)]),
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
  const tensors = explain === undefined ? report.tensors : yield* explain(report.tensors);
  return { ...report, tensors, curves: draw(), ...spent() };
}
