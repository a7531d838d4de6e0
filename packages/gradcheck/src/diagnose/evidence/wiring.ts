// Which entry of the output each entry of a tensor gets its gradient from: measured by nudging the entry and looking at
// every output, and as backprop has it, by sending back the upstream gradient of one output at a time.
import { copy, type Slice, type Tensor, zeros } from "@nudge/core";
import { EntryLine } from "../../numeric/line.ts";
import { relativeStep, rootMeanSquare, scaleOf } from "../../numeric/step.ts";
import { readGradients } from "../../subject/gradients.ts";
import type { Sandbox } from "../../subject/sandbox.ts";
import { sizeOf } from "../layout.ts";
import { isKnown, type TensorEvidence } from "./evidence.ts";

/** Parts of the gradient, weighted by the upstream gradient: row k holds those of entry k, column o those via output o. */
export interface Wiring {
  readonly entries: number;
  readonly outputs: number;
  readonly shape: readonly number[];
  readonly outputShape: readonly number[];
  readonly upstream: Float64Array;
  readonly numeric: Float64Array;
  readonly analytic: Float64Array;
  /** What is below this in size may be nothing. */
  readonly blur: number;
}

/** Not more outputs, each of which takes a backward pass, and not more parts in all. */
const mostOutputs = 600;
const mostParts = 400_000;
/** Parts that do not add up to the gradient this well are not the parts of it. */
const tolerance = 1e-6;

const adds = (parts: Float64Array, outputs: number, k: number) =>
  parts.subarray(k * outputs, (k + 1) * outputs).reduce((sum, part) => sum + part, 0);

const largestOf = (x: Float64Array) => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Parts by nudging each entry; undefined where they do not add up to the numeric gradient, as beside a kink. */
function measureParts(sandbox: Sandbox, slice: Slice, tensor: TensorEvidence, upstream: Float64Array) {
  const { theta } = sandbox;
  const outputs = upstream.length;
  const parts = new Float64Array(slice.length * outputs);
  const rms = rootMeanSquare(tensor.theta);
  const [plus, minus] = [new Float64Array(outputs), new Float64Array(outputs)];
  for (let k = 0; k < slice.length; k++) {
    const index = slice.offset + k;
    const scale = scaleOf(theta[index], rms);
    const line = new EntryLine(theta, index, scale);
    const above = line.to(scale * relativeStep);
    sandbox.evaluate(plus);
    const below = line.to(-scale * relativeStep);
    sandbox.evaluate(minus);
    line.back();
    for (let o = 0; o < outputs; o++)
      parts[k * outputs + o] = (upstream[o] * (plus[o] - minus[o])) / (above - below);
  }
  const largest = largestOf(tensor.numeric.filter(Number.isFinite));
  for (let k = 0; k < slice.length; k++) {
    if (!isKnown(tensor, k)) return undefined;
    const off = Math.abs(adds(parts, outputs, k) - tensor.numeric[k]);
    if (!(off <= tensor.error[k] + tolerance * largest)) return undefined;
  }
  return parts;
}

/** Parts as backprop has them; undefined where they do not add up to what it gave for all outputs together. */
function backwardParts(
  sandbox: Sandbox,
  slice: Slice,
  tensor: TensorEvidence,
  upstream: Float64Array,
  output: Tensor,
) {
  const outputs = upstream.length;
  const parts = new Float64Array(slice.length * outputs);
  for (let o = 0; o < outputs; o++) {
    const [, cache] = sandbox.forward();
    const one = zeros([...output.shape]);
    one.data[o] = upstream[o];
    const { values } = readGradients(sandbox.backward(one, cache), sandbox.tensors);
    for (let k = 0; k < slice.length; k++) parts[k * outputs + o] = values[slice.offset + k];
  }
  const largest = largestOf(tensor.analytic.filter(Number.isFinite));
  for (let k = 0; k < slice.length; k++) {
    const off = Math.abs(adds(parts, outputs, k) - tensor.analytic[k]);
    if (!(off <= tolerance * largest)) return undefined;
  }
  return parts;
}

export function measureWiring(
  sandbox: Sandbox,
  slice: Slice,
  tensor: TensorEvidence,
  output: Tensor,
  upstream: Float64Array,
): Wiring | undefined {
  const outputs = upstream.length;
  if (outputs < 2 || outputs > mostOutputs || outputs * slice.length > mostParts) return undefined;
  if (sizeOf(output.shape) !== outputs || copy(output).data.some((y) => !Number.isFinite(y)))
    return undefined;
  const numeric = measureParts(sandbox, slice, tensor, upstream);
  if (numeric === undefined) return undefined;
  const analytic = backwardParts(sandbox, slice, tensor, upstream, output);
  if (analytic === undefined) return undefined;
  const bars = tensor.error.reduce((most, bar) => Math.max(most, bar), 0);
  const blur = Math.min(bars + 1e-9 * largestOf(numeric), 1e-4 * largestOf(numeric));
  const { shape } = slice;
  return {
    entries: slice.length,
    outputs,
    shape,
    outputShape: output.shape,
    upstream,
    numeric,
    analytic,
    blur,
  };
}
