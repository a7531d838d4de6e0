// Each entry gets the gradient of its own output alone: the Jacobian taken for diagonal
import { sameShape } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";
import { outputsOf } from "../models/parts.ts";

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
