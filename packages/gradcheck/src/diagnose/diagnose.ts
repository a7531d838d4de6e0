// After a failure: what the mistake may be, for every tensor with wrong entries. Hypotheses that read the values come
// first, from the most specific on; those that measure more are asked when no cause was found.
import { tensor } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import type { Steps } from "../words/progress.ts";
import type { Diagnosis, Finding, FindingKind, TensorReport } from "../words/report.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { gatherEvidence, type Laboratory } from "./evidence/laboratory.ts";
import type { Hypothesis } from "./hypotheses/hypothesis.ts";
import { guiltyLayer, inputGradient, nameOfLayer, wrongInput } from "./hypotheses/input-gradient.ts";
import { singleEntry } from "./hypotheses/single-entry.ts";
import { causes, patterns, places, rest } from "./order.ts";

/** Yields after each hypothesis, as some of them take a while. */
type Asking<T> = Generator<void, T>;

/** What hypotheses say; each kind once. */
function* ask(hypotheses: readonly Hypothesis[], evidence: Evidence): Asking<Diagnosis[]> {
  const said: Diagnosis[] = [];
  for (const hypothesis of hypotheses) {
    const diagnosis = hypothesis(evidence);
    if (diagnosis !== undefined && !said.some(({ kind }) => kind === diagnosis.kind)) said.push(diagnosis);
    yield;
  }
  return said;
}

/** Up to this many entries, a fresh point costs little. */
const cheap = 500;

/** The diagnoses of one tensor by itself, the best first. */
function* diagnoseAlone(evidence: Evidence): Asking<Diagnosis[]> {
  if (!evidence.tensor.analytic.every(Number.isFinite)) return [];
  const cause = yield* ask(causes, evidence);
  if (cause.length > 0) return cause;
  const single = singleEntry(evidence);
  if (single !== undefined && !movesWithValues(evidence))
    return [single, ...(yield* ask(patterns, evidence))];
  const said = yield* ask([...patterns, ...places], evidence);
  if (said.length > 0) return said;
  return single === undefined ? yield* ask(rest, evidence) : [single];
}

/** Whether other entries are wrong when the tensor has its values in another order. */
function movesWithValues({ tensor, elsewhere }: Evidence): boolean {
  if (tensor.theta.length > cheap) return false;
  const entry = tensor.verdict.indexOf("wrong");
  return [0, 1].some((k) => elsewhere(k)?.verdict.some((verdict, i) => verdict === "wrong" && i !== entry));
}

const isWrong = ({ tensor }: Evidence) => tensor.verdict.includes("wrong");

/** The diagnoses of a tensor of a sequence: the layer at fault, and what is wrong with that layer alone. */
function* diagnoseInSequence(evidence: Evidence): Asking<Diagnosis[]> {
  const layers = evidence.layers();
  const guilty = layers && guiltyLayer(layers, evidence.tensor);
  const found = guilty && inputGradient(evidence);
  if (layers === undefined || guilty === undefined || found === undefined) {
    const { name } = evidence.tensor;
    const owner = layers?.find(({ gradients }) => gradients.has(name));
    const alone = owner?.evidence.find((one) => isWrong(one) && owner.outerName(one.tensor) === name);
    return yield* diagnoseAlone(alone ?? evidence);
  }
  const input = wrongInput(guilty);
  const why = input === undefined ? [] : yield* diagnoseAlone(input);
  // Of a loss there is nothing but its gradient, so that its mistake is the diagnosis.
  if (guilty.link.isLoss && why.length > 0)
    return why.map((one) => ({
      ...one,
      layer: guilty.index,
      message: `${nameOfLayer(guilty)}: ${one.message}`,
    }));
  if (why.length === 0) return [found];
  const [{ factor, message }] = why;
  return [{ ...found, ...(factor !== undefined && { factor }), message: `${found.message}: ${message}` }];
}

/** Findings after which the values of one backward pass say nothing about the mistake. */
const unrepeatable: ReadonlySet<FindingKind> = new Set([
  "nondeterministic-forward",
  "nondeterministic-backward",
]);

/** A check whose entries have been surveyed. */
interface Surveyed extends Pick<Laboratory, "subject" | "settings" | "sandbox" | "survey" | "slices"> {
  readonly first: Observation;
  readonly findings: readonly Finding[];
}

/** The diagnoses of every tensor with wrong entries, under its name. */
function* diagnose({ first, findings, ...surveyed }: Surveyed): Asking<Map<string, Diagnosis[]>> {
  const diagnoses = new Map<string, Diagnosis[]>();
  if (findings.some(({ kind }) => unrepeatable.has(kind))) return diagnoses;
  // A gradient that is clipped or normalised is off by a factor too, which is no constant.
  const bounded = findings.some(({ kind }) => kind === "ignores-upstream");
  const { upstream } = first;
  const output = tensor(first.output, [...upstream.shape]);
  const evidence = gatherEvidence({ ...surveyed, upstream, output }).filter(isWrong);
  for (const one of evidence) {
    const said = yield* diagnoseInSequence(one);
    diagnoses.set(one.tensor.name, bounded ? said.filter(({ kind }) => kind !== "factor") : said);
  }
  for (const { sandbox } of evidence[0]?.layers() ?? []) surveyed.sandbox.evaluations += sandbox.evaluations;
  return diagnoses;
}

/** The tensors with what may be wrong with them; as they were where the check is stopped meanwhile. */
export function* withDiagnoses(tensors: TensorReport[], surveyed: Surveyed): Steps<TensorReport[]> {
  const total = surveyed.settings.points * surveyed.slices.reduce((sum, { length }) => sum + length, 0);
  const steps = diagnose(surveyed);
  let step = steps.next();
  for (; !step.done; step = steps.next()) if (yield { done: total, total }) return tensors;
  const diagnoses = step.value;
  return tensors.map((one) => ({ ...one, diagnoses: diagnoses.get(one.name) ?? [] }));
}
