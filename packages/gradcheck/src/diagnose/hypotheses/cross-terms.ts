// Each entry gets the gradient of its own output alone: the Jacobian taken for diagonal
import { most } from "../fit/compare.ts";
import { outputsOf, shareLeft } from "../fit/parts.ts";
import { sameShape } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const crossTerms: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (!wiring?.isComplete || !sameShape(wiring.shape, wiring.outputShape)) return undefined;
  const via = outputsOf(wiring);
  const own = via.filter((list, k) => list.includes(k)).length;
  const cross = via.filter((list, k) => list.some((o) => o !== k)).length;
  if (own < 2 || cross < 2) return undefined;
  const unexplained = shareLeft(wiring, (k, o) => (o === k ? wiring.numeric[k * wiring.outputs + o] : 0));
  if (unexplained > most) return undefined;
  return {
    kind: "missing-term",
    unexplained,
    message: `backprop has the path from each entry of ${tensor.name} to its own output alone: the cross terms, through the other outputs, are missing`,
  };
};
