// After a failure: what the mistake may be, for every tensor with wrong entries.
import { tensor } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import type { Steps } from "../words/progress.ts";
import type { Diagnosis, Finding, FindingKind, TensorReport } from "../words/report.ts";
import { gatherEvidence, type SurveyedSubject } from "./evidence/gather.ts";
import { measureLayers } from "./evidence/layers.ts";
import { type Asking, explain } from "./explain.ts";
import { explainInSequence } from "./in-sequence.ts";

/** Findings after which the values of one backward pass say nothing about the mistake. */
const unrepeatable: ReadonlySet<FindingKind> = new Set([
  "nondeterministic-forward",
  "nondeterministic-backward",
]);

/** A check whose entries have been surveyed. */
interface SurveyedCheck extends Omit<SurveyedSubject, "upstream" | "output"> {
  readonly first: Observation;
  readonly findings: readonly Finding[];
}

/** The diagnoses of every tensor with wrong entries, under its name. */
function* diagnose({ first, findings, ...check }: SurveyedCheck): Asking<Map<string, Diagnosis[]>> {
  const diagnoses = new Map<string, Diagnosis[]>();
  if (findings.some(({ kind }) => unrepeatable.has(kind))) return diagnoses;
  // Clipping and normalising scale a gradient by a factor that depends on the gradient: no constant to speak of.
  const bounded = findings.some(({ kind }) => kind === "ignores-upstream");
  const { upstream } = first;
  const output = tensor(first.output, [...upstream.shape]);
  const surveyed = { ...check, upstream, output };
  const wrong = gatherEvidence(surveyed).filter(({ tensor }) => tensor.verdict.includes("wrong"));
  const layers = wrong.length > 0 ? unlessThrown(() => measureLayers(surveyed)) : undefined;
  for (const one of wrong) {
    const said = yield* layers === undefined ? explain(one) : explainInSequence(one, layers);
    diagnoses.set(one.tensor.name, bounded ? said.filter(({ kind }) => kind !== "factor") : said);
  }
  for (const { sandbox } of layers ?? []) check.sandbox.evaluations += sandbox.evaluations;
  return diagnoses;
}

/** The tensors with what may be wrong with them; without it where the check is stopped meanwhile. */
export function* withDiagnoses(tensors: TensorReport[], check: SurveyedCheck): Steps<TensorReport[]> {
  const total = check.settings.points * check.slices.reduce((sum, { length }) => sum + length, 0);
  const steps = diagnose(check);
  let step = steps.next();
  for (; !step.done; step = steps.next()) if (yield { done: total, total }) return tensors;
  const diagnoses = step.value;
  return tensors.map((one) => ({ ...one, diagnoses: diagnoses.get(one.name) ?? [] }));
}
