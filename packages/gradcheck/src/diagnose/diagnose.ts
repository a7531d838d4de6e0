// After a failure: what the mistake may be, for every tensor with wrong entries. Hypotheses that read the values come
// first, from the most specific on; those that measure more are asked when no cause was found.
import { tensor } from "@nudge/core";
import type { ProbeContext } from "../probes/context.ts";
import type { Diagnosis, Finding, FindingKind } from "../report/report.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { gatherEvidence, type Laboratory } from "./evidence/laboratory.ts";
import * as all from "./hypotheses/index.ts";
import { guiltyLayer, inputGradient, nameOfLayer, wrongInput } from "./hypotheses/input-gradient.ts";

/** Read from the values: what is wrong with the whole tensor. */
const causes: readonly all.Hypothesis[] = [
  all.zero,
  all.sign,
  all.factor,
  all.spreadAlongWrongAxis,
  all.transposed,
  all.reordered,
  all.rotated,
  all.anotherTensor,
  all.shifted,
  all.term,
  all.lowPrecision,
];
/** Read from the values: where it is wrong. */
const places: readonly all.Hypothesis[] = [
  all.exchanged,
  all.supportByPlace,
  all.supportByValue,
  all.scaledSlices,
];
/** From where contributions come: what is done to them. */
const patterns: readonly all.Hypothesis[] = [
  all.missingSlices,
  all.overwritten,
  all.wrongSum,
  all.adjoint,
  all.kernel,
  all.crossTerms,
  all.mixedAxis,
];
/** What is missing, in more general words. */
const rest: readonly all.Hypothesis[] = [
  all.statistic,
  all.constants,
  all.path,
  all.use,
  all.dropped,
  all.supportByOutput,
];

/** What hypotheses say; each kind once. */
function ask(hypotheses: readonly all.Hypothesis[], evidence: Evidence): Diagnosis[] {
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
  if (all.singleEntry(evidence) !== undefined) return ask([all.singleEntry, ...patterns], evidence);
  const said = ask([...patterns, ...places], evidence);
  return said.length > 0 ? said : ask(rest, evidence);
}

const isWrong = ({ tensor }: Evidence) => tensor.verdict.includes("wrong");

/** The diagnoses of a tensor of a sequence: the layer at fault, and what is wrong with that layer alone. */
function diagnoseInSequence(evidence: Evidence): Diagnosis[] {
  const layers = evidence.layers();
  const guilty = layers && guiltyLayer(layers, evidence.tensor);
  const found = guilty && inputGradient(evidence);
  if (layers === undefined || guilty === undefined || found === undefined) {
    const { name } = evidence.tensor;
    const owner = layers?.find(({ gradients }) => gradients.has(name));
    const alone = owner?.evidence.find((one) => isWrong(one) && owner.outerName(one.tensor) === name);
    return diagnoseAlone(alone ?? evidence);
  }
  const input = wrongInput(guilty);
  const causes = input === undefined ? [] : diagnoseAlone(input);
  const inner = causes.map((one) => ({
    ...one,
    layer: guilty.index,
    message: `${nameOfLayer(guilty)}: ${one.message}`,
  }));
  // Of a loss there is nothing but its gradient, so that its mistake is the diagnosis.
  if (guilty.link.isLoss && inner.length > 0) return inner;
  return [
    causes.length === 0 ? found : { ...found, message: `${found.message}: ${causes[0].message}` },
    ...inner,
  ];
}

/** Findings after which the values of one backward pass say nothing about the mistake. */
const unrepeatable: ReadonlySet<FindingKind> = new Set([
  "nondeterministic-forward",
  "nondeterministic-backward",
]);

/** A check whose entries have been surveyed. */
interface Surveyed extends Pick<Laboratory, "subject" | "settings" | "sandbox" | "survey" | "slices"> {
  readonly first: ProbeContext;
  readonly findings: readonly Finding[];
}

/** The diagnoses of every tensor with wrong entries, under its name. */
export function diagnose({ first, findings, ...surveyed }: Surveyed): Map<string, Diagnosis[]> {
  const diagnoses = new Map<string, Diagnosis[]>();
  if (findings.some(({ kind }) => unrepeatable.has(kind))) return diagnoses;
  // A gradient that is clipped or normalised is off by a factor too, which is no constant.
  const bounded = findings.some(({ kind }) => kind === "ignores-upstream");
  const { upstream } = first;
  const output = tensor(first.output, [...upstream.shape]);
  const evidence = gatherEvidence({ ...surveyed, upstream, output }).filter(isWrong);
  for (const one of evidence) {
    const said = diagnoseInSequence(one);
    diagnoses.set(one.tensor.name, bounded ? said.filter(({ kind }) => kind !== "factor") : said);
  }
  for (const { sandbox } of evidence[0]?.layers() ?? []) surveyed.sandbox.evaluations += sandbox.evaluations;
  return diagnoses;
}
