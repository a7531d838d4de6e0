// A tensor measured anew, with its own entries in another order: what depends on values moves with them, what depends on
// places stays.
import { copy, type Rng, type Slice, type Tensor } from "@nudge/core";
import { surveyPoint } from "../../judge/survey.ts";
import { meterAt } from "../../measure/point.ts";
import { readGradients } from "../../sandbox/gradients.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { type TensorEvidence, tensorEvidence } from "./evidence.ts";

const mostEntries = 2000;

export function measureFreshPoint(
  sandbox: Sandbox,
  slice: Slice,
  upstream: Tensor,
  threshold: number,
  stream: Rng,
): TensorEvidence | undefined {
  const { theta } = sandbox;
  const { offset, length } = slice;
  if (length > mostEntries) return undefined;
  const given = theta.slice(offset, offset + length);
  try {
    for (const [k, from] of stream.permutation(length).entries()) theta[offset + k] = given[from];
    const [, cache] = sandbox.forward();
    const { values, none } = readGradients(sandbox.backward(copy(upstream), cache), sandbox.tensors);
    const meter = meterAt(sandbox, Float64Array.from(copy(upstream).data), none, stream);
    const options = { slices: [slice], threshold, epsilon: undefined, stream };
    const steps = surveyPoint(meter, theta, values, options);
    let step = steps.next();
    while (!step.done) step = steps.next();
    return tensorEvidence(theta, step.value, slice);
  } finally {
    theta.set(given, offset);
  }
}
