// A number of rows that is written into the code, or kept from the first pass, is right for batches of that size alone:
// where the subject takes one row fewer, its gradients have to be those of the smaller batch.
import { copy, formatShape, type Input, type Slice, type Tensor } from "@nudge/core";
import { CentralDifference } from "../measure/central-difference.ts";
import { upwardDirection } from "../measure/direction.ts";
import { relativeStep } from "../measure/step.ts";
import type { Gradients } from "../sandbox/gradients.ts";
import type { Observation } from "../sandbox/observe.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import { flattened, inForm } from "../subject/form.ts";
import { inOtherOrder, rowsIn, takeRows } from "../subject/rows.ts";
import type { Subject } from "../subject/subject.ts";
import { failure } from "../words/findings.ts";
import { norm } from "../words/ratio.ts";
import type { Finding } from "../words/report.ts";
import type { Settings } from "../words/settings.ts";
import { list, type SecondLook, wrongTensors } from "./second-look.ts";
import { countVerified } from "./survey.ts";

/** Of fewer rows too little is left of what goes over a batch: two rows less their mean are ±1 whatever they are. */
const leastRows = 3;

/**
 * How near a slope along all tensors has to come to their gradients, as a share of the norm of its terms. Gradients for
 * n rows are off by about 1/n of n - 1; rounding and truncation leave 1e-10 in float64.
 */
const near = 2 ** -16;

/** How gradients compare with slopes; unusable are those that backward does not give, or not in the shapes of the tensors. */
type Found = "right" | "unusable" | readonly Slice[];

const isWrong = (found: Found | undefined): found is readonly Slice[] => Array.isArray(found);

/** Looks at the gradients at θ, along one direction and where that is off along one for each tensor. */
function compare(sandbox: Sandbox, upstream: Tensor, gradients: Gradients, look: SecondLook): Found {
  const { slices } = look;
  const isChecked = (slice: Slice) => slices.some(({ name }) => name === slice.name);
  const own = sandbox.slices.filter(isChecked);
  if (gradients.findings.some(({ tensor }) => own.some(({ name }) => name === tensor))) return "unusable";
  const line = upwardDirection(sandbox.theta.values, own, gradients.values, look.stream);
  const terms = line.direction.map((move, i) => (move === 0 ? 0 : move * gradients.values[line.offset + i]));
  if (!terms.every(Number.isFinite)) return "unusable";

  const weights = Float64Array.from(copy(upstream).data);
  const slope = new CentralDifference(weights.length).measure(sandbox, line, relativeStep).slope(weights);
  const along = terms.reduce((sum, term) => sum + term, 0);
  if (Math.abs(slope - along) <= near * norm(terms)) return "right";
  const wrong = wrongTensors({ sandbox, upstream, gradients }, { ...look, slices: own, noise: undefined });
  return wrong.length > 0 ? wrong : "right";
}

/** The upstream gradient of the one output, or of each of several by name. */
const upstreamOf = ({ upstream }: Observation, outputs: Subject["outputs"]) =>
  inForm(outputs?.() ?? upstream, upstream) as Input;

/** Looks at the gradients of some rows; undefined where the outputs are not those of so many rows. */
function lookAt(
  rows: readonly number[],
  { scalar, batch, outputs }: Subject,
  seen: Observation,
  look: SecondLook,
  settings: Settings,
): Found | undefined {
  if (batch === undefined) return undefined;
  const { careful } = seen.sandbox.handling;
  const sandbox = new Sandbox(batch.take(rows), settings, { careful, recycling: false });
  const upstream = scalar ? seen.upstream : flattened(takeRows(upstreamOf(seen, outputs), rows));
  try {
    const passed = unlessThrown(() => sandbox.forward());
    if (passed === undefined) return undefined;
    const [y, cache] = passed;
    const isOfRows = formatShape(y.shape) === formatShape(upstream.shape);
    if (!isOfRows || !copy(y).data.every(Number.isFinite)) return undefined;
    const gradients = unlessThrown(() => sandbox.backward(copy(upstream), cache));
    return gradients === undefined ? "unusable" : compare(sandbox, upstream, gradients, look);
  } finally {
    seen.sandbox.evaluations += sandbox.evaluations;
  }
}

/** Right on the given rows, wrong on fewer or on others. */
export function judgeBatch(
  subject: Subject,
  seen: Observation,
  look: SecondLook,
  settings: Settings,
): Finding[] {
  const { scalar, batch, outputs } = subject;
  if (batch === undefined || batch.rows < leastRows) return [];
  if (!scalar && !rowsIn(upstreamOf(seen, outputs)).every((rows) => rows === batch.rows)) return [];
  // What is wrong on all rows is so on fewer too, and what was not seen to be right on them need not be.
  const { none } = seen.gradients;
  const isWrongOnAll = (slice: Slice) => !none.has(slice.name) && !look.slices.includes(slice);
  if (seen.checked.some(isWrongOnAll)) return [];
  const verified = look.slices.filter((slice) => countVerified(look.survey, slice) > 0);
  if (verified.length === 0) return [];
  const all = Array.from({ length: batch.rows }, (_, row) => row);
  const lookAtRows = (rows: readonly number[]) =>
    lookAt(rows, subject, seen, { ...look, slices: verified }, settings);
  const say = (kind: "stale" | "batch-size", wrong: readonly Slice[], message: string) => [
    failure(kind, `${message} (${list(wrong)})`, { tensor: wrong[0].name }),
  ];

  // Without its first row: what was kept of the whole batch is then of other rows, also where it is read from its start.
  const fewer = lookAtRows(all.slice(1));
  if (fewer === undefined || fewer === "right") return [];
  const moved = lookAtRows(inOtherOrder(batch));
  if (isWrong(moved))
    return say(
      "stale",
      moved,
      "right on the given rows, wrong on the same rows in another order: a pass works with inputs or targets of an earlier one",
    );
  // Rows may belong together in pairs or triples, which one row fewer breaks up and twice as many do not.
  const twice = lookAtRows([...all, ...all]);
  const [rows, wrong] =
    isWrong(fewer) && twice !== "right" ? [batch.rows - 1, fewer] : [2 * batch.rows, twice];
  if (!isWrong(wrong)) return [];
  return say(
    "batch-size",
    wrong,
    `right with ${batch.rows} rows, wrong with ${rows}: the number of rows is written into the code, or kept from an earlier pass`,
  );
}
