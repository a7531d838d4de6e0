// A check of another subject, such as one layer of a sequence, as far as its survey.
import { rng, type Slice, type Tensor } from "@nudge/core";
import type { Survey } from "../../judge/survey.ts";
import type { Gradients } from "../../sandbox/gradients.ts";
import { type Handling, Sandbox } from "../../sandbox/sandbox.ts";
import type { Subject } from "../../subject/subject.ts";
import type { SettledSettings } from "../../words/settings.ts";
import type { TensorEvidence } from "./evidence.ts";
import type { SurveyedSubject } from "./gather.ts";
import { surveyHere } from "./survey-here.ts";

/** Puts slopes that are known already into a survey, and judges the gradients of this subject by them. */
function adopt(survey: Survey, { offset }: Slice, known: TensorEvidence, threshold: number): void {
  for (const [k, verdict] of known.verdict.entries()) {
    const [n, g, error] = [known.numeric[k], survey.analytic[offset + k], known.error[k]];
    survey.numeric[offset + k] = n;
    survey.error[offset + k] = error;
    const isOff = Math.abs(n - g) > 2 * error + threshold * Math.max(Math.abs(n), Math.abs(g));
    const isJudged = verdict === "wrong" || verdict === "pass";
    survey.verdict[offset + k] = g === known.analytic[k] || !isJudged ? verdict : isOff ? "wrong" : "pass";
  }
}

interface Options {
  readonly settings: SettledSettings;
  /** How the subject is run. */
  readonly handling: Handling;
  /** Whether a tensor is surveyed, or what is known of it already. */
  wanted(slice: Slice): boolean | TensorEvidence;
}

/** Surveys tensors of a subject with a given upstream gradient; undefined where its gradients cannot be read. */
export function surveyAlone(
  subject: Subject & { readonly upstream: Tensor },
  { settings, handling, wanted }: Options,
): { surveyed: SurveyedSubject; gradients: Gradients } | undefined {
  const { upstream } = subject;
  const sandbox = new Sandbox(subject, settings, { ...handling, recycling: false });
  const { output, gradients } = sandbox.differentiate(upstream);
  const { none, findings } = gradients;
  if (findings.length > 0) return undefined;

  const tensors = sandbox.slices
    .filter(({ name }) => !none.has(name))
    .map((slice) => ({ slice, how: wanted(slice) }))
    .filter(({ how }) => how !== false);
  const survey = surveyHere(sandbox, upstream, gradients, {
    slices: tensors.filter(({ how }) => how === true).map(({ slice }) => slice),
    threshold: settings.threshold,
    stream: rng(settings.seed).fork(),
  });
  for (const { slice, how } of tensors)
    if (typeof how === "object") adopt(survey, slice, how, settings.threshold.of(slice));
  const slices = tensors.map(({ slice }) => slice);
  return {
    surveyed: { subject, settings, sandbox, upstream, output, survey, slices },
    gradients,
  };
}
