// The gradient of each entry in parts, one for each entry of the output that it comes through: measured by moving the
// entry and looking at every output, and as backprop has it, by sending back the upstream gradient of one output alone.
import { copy, type Slice, type Tensor, zeros } from "@nudge/core";
import { CentralDifference } from "../../measure/central-difference.ts";
import { relativeStep, rootMeanSquare, scaleOf } from "../../measure/step.ts";
import { EntryLine } from "../../sandbox/line.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { isKnown, largestOf, type NumericParts, type Parts, type TensorEvidence } from "./evidence.ts";

const mostParts = 400_000;
/** Of a larger tensor, this many entries are measured. */
const sampled = 400;
/** Each output takes a backward pass. */
const mostOutputs = 600;
/** Parts that do not add up to the gradient this well are not the parts of it. */
const tolerance = 1e-6;
/** Where error bars are this share of the largest part, small parts cannot be told from 0. */
const tooCoarse = 1e-3;

/** Entries spread over the tensor, half of them wrong ones if there are as many. */
function chooseRows({ verdict }: TensorEvidence, outputs: number): Int32Array {
  const all = Array.from(verdict.keys());
  if (all.length * outputs <= mostParts && all.length <= 10 * sampled) return Int32Array.from(all);
  const spread = (list: readonly number[], n: number) =>
    Array.from({ length: Math.min(n, list.length) }, (_, i) => list[Math.floor((i * list.length) / n)]);
  const wrong = all.filter((k) => verdict[k] === "wrong");
  const n = Math.min(sampled, Math.floor(mostParts / outputs));
  const chosen = new Set([...spread(wrong, n / 2), ...spread(all, n / 2)]);
  return Int32Array.from([...chosen].sort((a, b) => a - b));
}

/** Whether the parts of each entry add up to its gradient. */
function addUp(parts: Float64Array, outputs: number, totals: Float64Array, slack: (r: number) => number) {
  return totals.every((total, r) => {
    const sum = parts.subarray(r * outputs, (r + 1) * outputs).reduce((sum, part) => sum + part, 0);
    return Math.abs(sum - total) <= slack(r);
  });
}

/** Undefined where the parts do not add up to the numeric gradient, as beside a kink. */
export function measureNumericParts(
  sandbox: Sandbox,
  slice: Slice,
  tensor: TensorEvidence,
  output: Tensor,
  upstream: Float64Array,
): NumericParts | undefined {
  const outputs = upstream.length;
  if (outputs < 2 || outputs > mostParts / 10 || copy(output).data.some((y) => !Number.isFinite(y)))
    return undefined;
  const { theta } = sandbox;
  const rows = chooseRows(tensor, outputs);
  if (!rows.every((k) => isKnown(tensor, k))) return undefined;
  const numeric = new Float64Array(rows.length * outputs);
  const rms = rootMeanSquare(tensor.theta);
  const ends = new CentralDifference(outputs);
  for (const [r, k] of rows.entries()) {
    const scale = scaleOf(tensor.theta[k], rms);
    const line = new EntryLine(theta.values, slice.offset + k, scale);
    const slopes = ends.measure(sandbox, line, scale * relativeStep).derivatives();
    numeric.set(
      slopes.map((slope, o) => upstream[o] * slope),
      r * outputs,
    );
  }
  const totals = Float64Array.from(rows, (k) => tensor.numeric[k]);
  const slack = tolerance * largestOf(tensor.numeric);
  if (!addUp(numeric, outputs, totals, (r) => tensor.error[rows[r]] + slack)) return undefined;
  const bars = rows.reduce((most, k) => Math.max(most, tensor.error[k]), 0);
  if (bars > tooCoarse * largestOf(numeric)) return undefined;
  const error = bars + 1e-9 * largestOf(numeric);
  const isComplete = rows.length === tensor.theta.length;
  const { shape } = slice;
  return { rows, isComplete, outputs, shape, outputShape: output.shape, upstream, numeric, error };
}

/** Undefined where backprop is not linear in the upstream gradient, so that it has no parts. */
export function measureParts(
  sandbox: Sandbox,
  slice: Slice,
  tensor: TensorEvidence,
  numericParts: NumericParts | undefined,
): Parts | undefined {
  if (numericParts === undefined || numericParts.outputs > mostOutputs) return undefined;
  const { rows, outputs, outputShape, upstream } = numericParts;
  const analytic = new Float64Array(rows.length * outputs);
  for (let o = 0; o < outputs; o++) {
    const one = zeros([...outputShape]);
    one.data[o] = upstream[o];
    const { values } = sandbox.differentiate(one).gradients;
    for (const [r, k] of rows.entries()) analytic[r * outputs + o] = values[slice.offset + k];
  }
  const totals = Float64Array.from(rows, (k) => tensor.analytic[k]);
  const slack = tolerance * largestOf(tensor.analytic);
  return addUp(analytic, outputs, totals, () => slack) ? { ...numericParts, analytic } : undefined;
}
