// Each entry gets the gradient of its own output alone: the Jacobian taken for diagonal
import { sameShape } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";
import { isPart, outputsOf } from "../models/parts.ts";

export const crossTerms: Hypothesis = ({ tensor, parts: measure }) => {
  const parts = measure();
  if (!parts?.isComplete || !sameShape(parts.shape, parts.outputShape)) return [];
  const via = outputsOf(parts);
  const own = via.filter((list, k) => list.includes(k)).length;
  const cross = via.filter((list, k) => list.some((o) => o !== k)).length;
  if (own < 2 || cross < 2) return [];
  return [
    {
      kind: "missing-term",
      part: (k, o) => (o === k ? parts.numeric[k * parts.outputs + o] : 0),
      message: `backprop has the path from each entry of ${tensor.name} to its own output alone: the cross terms, through the other outputs, are missing`,
    },
  ];
};

/** The same, where what each entry gets of its own output is wrong too, as after a mean that mixes nothing. */
export const noCrossTerms: Hypothesis = ({ tensor, parts: measure }) => {
  const parts = measure();
  if (!parts?.isComplete || !sameShape(parts.shape, parts.outputShape)) return [];
  const { outputs, numeric, analytic, shape } = parts;
  const isCross = (i: number) => Math.floor(i / outputs) !== i % outputs;
  const mixes = (x: Float64Array) => x.filter((part, i) => isCross(i) && isPart(parts, part)).length;
  if (mixes(numeric) < 2 || mixes(analytic) > 0 || analytic.every((part) => !isPart(parts, part))) return [];
  const single = shape.indexOf(1);
  return [
    {
      kind: single < 0 ? "missing-term" : "wrong-axis",
      part: (k, o) => (k === o ? analytic[k * outputs + o] : 0),
      message: `each entry of ${tensor.name} gets a gradient from its own output alone, and forward mixes entries: ${single < 0 ? "the cross terms, through the other outputs, are missing" : `a sum or mean over axis ${single}, which is 1 long, mixes nothing`}`,
    },
  ];
};
