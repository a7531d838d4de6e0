// A tensor measured anew, with its own entries in another order: what depends on values moves with them, what depends on
// places stays.
import type { Rng, Slice, Tensor } from "@nudge/core";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Threshold } from "../../words/settings.ts";
import { type TensorEvidence, tensorEvidence } from "./evidence.ts";
import { surveyHere } from "./survey-here.ts";

const mostEntries = 2000;

export function measureFreshPoint(
  sandbox: Sandbox,
  slice: Slice,
  upstream: Tensor,
  threshold: Threshold,
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
    const survey = surveyHere(sandbox, upstream, gradients, { slices: [slice], threshold, stream });
    return tensorEvidence(theta.values, survey, slice);
  });
}
