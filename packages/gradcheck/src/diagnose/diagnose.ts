// After a failure: what the mistake may be, for every tensor with wrong entries. Hypotheses that read the values come
// first, from the most specific on; those that measure more are asked when no cause was found.
import { tensor } from "@nudge/core";
import type { ProbeContext } from "../probes/context.ts";
import type { Diagnosis, Finding } from "../report/report.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { gatherEvidence, type Laboratory } from "./evidence/laboratory.ts";
import { adjoint } from "./hypotheses/adjoint.ts";
import { anotherTensor } from "./hypotheses/another-tensor.ts";
import { constants } from "./hypotheses/constants.ts";
import { crossTerms } from "./hypotheses/cross-terms.ts";
import { dropped } from "./hypotheses/dropped.ts";
import { exchanged } from "./hypotheses/exchanged.ts";
import { factor } from "./hypotheses/factor.ts";
import type { Hypothesis } from "./hypotheses/hypothesis.ts";
import { guiltyLayer, inputGradient, wrongInput } from "./hypotheses/input-gradient.ts";
import { kernel } from "./hypotheses/kernel.ts";
import { lowPrecision } from "./hypotheses/low-precision.ts";
import { missingSlices } from "./hypotheses/missing-slices.ts";
import { mixedAxis } from "./hypotheses/mixed-axis.ts";
import { overwritten } from "./hypotheses/overwritten.ts";
import { path } from "./hypotheses/path.ts";
import { reordered, rotated } from "./hypotheses/reordered.ts";
import { shifted } from "./hypotheses/shifted.ts";
import { sign } from "./hypotheses/sign.ts";
import { singleEntry } from "./hypotheses/single-entry.ts";
import { statistic } from "./hypotheses/statistic.ts";
import { supportByOutput } from "./hypotheses/support-output.ts";
import { supportByPlace } from "./hypotheses/support-place.ts";
import { supportByValue } from "./hypotheses/support-value.ts";
import { term } from "./hypotheses/term.ts";
import { spreadAlongWrongAxis, transposed } from "./hypotheses/transposed.ts";
import { use } from "./hypotheses/use.ts";
import { wrongSum } from "./hypotheses/wrong-sum.ts";
import { zero } from "./hypotheses/zero.ts";

/** Read from the values: what is wrong with the whole tensor. */
const causes: readonly Hypothesis[] = [
  zero,
  sign,
  factor,
  spreadAlongWrongAxis,
  transposed,
  reordered,
  rotated,
  anotherTensor,
  shifted,
  term,
  lowPrecision,
];
/** Read from the values: where it is wrong. */
const places: readonly Hypothesis[] = [singleEntry, exchanged, supportByPlace, supportByValue];
/** From more evaluations. */
const patterns: readonly Hypothesis[] = [
  missingSlices,
  overwritten,
  wrongSum,
  adjoint,
  kernel,
  crossTerms,
  mixedAxis,
  statistic,
  constants,
  use,
  path,
  dropped,
  supportByOutput,
];

/** What the first hypotheses say; a kind speaks once. */
function ask(hypotheses: readonly Hypothesis[], evidence: Evidence): Diagnosis[] {
  const said: Diagnosis[] = [];
  for (const hypothesis of hypotheses) {
    const diagnosis = hypothesis(evidence);
    if (diagnosis !== undefined && !said.some(({ kind }) => kind === diagnosis.kind)) said.push(diagnosis);
  }
  return said;
}

/** The diagnoses of one tensor by itself, the best first. */
function diagnoseAlone(evidence: Evidence): Diagnosis[] {
  if (!evidence.tensor.analytic.every(Number.isFinite)) return [];
  const cause = ask(causes, evidence);
  if (cause.length > 0) return cause;
  const place = ask(places, evidence);
  return [...place, ...ask(patterns, evidence).filter(({ kind }) => !place.some((one) => one.kind === kind))];
}

const isWrong = ({ tensor }: Evidence) => tensor.verdict.includes("wrong");

/** The diagnoses of a tensor of a sequence: the layer at fault, and what is wrong with it alone. */
function diagnoseInSequence(evidence: Evidence): Diagnosis[] {
  const layers = evidence.layers();
  if (layers === undefined) return diagnoseAlone(evidence);
  const own = layers.find(({ gradients }) => gradients.has(evidence.tensor.name));
  const alone = own?.evidence.find(
    ({ tensor }) => isWrong({ tensor } as Evidence) && endsWith(evidence, tensor.name),
  );
  const guilty = guiltyLayer(layers, evidence.tensor);
  const found = inputGradient(evidence);
  if (guilty === undefined || found === undefined) return diagnoseAlone(alone ?? evidence);
  const input = wrongInput(guilty);
  const why = (input === undefined ? [] : diagnoseAlone(input)).map((one) => ({
    ...one,
    layer: guilty.index,
    message: `${found.message.replace(/ is wrong$/, "")}: ${one.message}`,
  }));
  if (why.length === 0) return [found];
  return guilty.link.isLoss ? why : [{ ...found, message: why[0].message }, ...why];
}

const endsWith = ({ tensor: { name } }: Evidence, inner: string) =>
  name === inner || name.endsWith(`.${inner}`);

/** Findings after which the values of one backward pass say nothing about the mistake. */
const unrepeatable = new Set(["nondeterministic-forward", "nondeterministic-backward"]);

/** A check whose entries have been surveyed. */
interface Surveyed extends Pick<Laboratory, "subject" | "settings" | "sandbox" | "survey" | "slices"> {
  readonly first: ProbeContext;
  readonly findings: readonly Finding[];
}

/** The diagnoses of every tensor with wrong entries, under its name. */
export function diagnose({ first, findings, ...surveyed }: Surveyed): Map<string, Diagnosis[]> {
  const diagnoses = new Map<string, Diagnosis[]>();
  if (findings.some(({ kind }) => unrepeatable.has(kind))) return diagnoses;
  const { upstream } = first;
  const output = tensor(first.output, [...upstream.shape]);
  const evidence = gatherEvidence({ ...surveyed, upstream, output }).filter(isWrong);
  for (const one of evidence) diagnoses.set(one.tensor.name, diagnoseInSequence(one));
  for (const { sandbox } of evidence[0]?.layers() ?? []) surveyed.sandbox.evaluations += sandbox.evaluations;
  return diagnoses;
}
