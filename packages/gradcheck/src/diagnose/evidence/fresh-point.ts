// A tensor measured anew, with its own entries in another order: what depends on values moves with them, what depends on
// places stays.
import { copy, type Rng, type Slice, type Tensor } from "@nudge/core";
import { surveyEveryEntry } from "../../judge/every-entry.ts";
import { meterAt } from "../../measure/meter-at.ts";
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
  const point = theta.values.slice();
  const given = point.slice(offset, offset + length);
  for (const [k, from] of stream.permutation(length).entries()) point[offset + k] = given[from];
  return theta.at(point, () => {
    const { gradients } = sandbox.differentiate(upstream);
    const weights = Float64Array.from(copy(upstream).data);
    const meter = meterAt({ sandbox, weights, gradients }, stream);
    const steps = surveyEveryEntry(meter, gradients.values, { slices: [slice], threshold, stream });
    let step = steps.next();
    while (!step.done) step = steps.next();
    return tensorEvidence(theta.values, step.value, slice);
  });
}
