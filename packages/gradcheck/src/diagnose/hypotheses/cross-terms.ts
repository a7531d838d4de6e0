// Each entry gets the gradient of its own output alone: the Jacobian taken for diagonal
import { most } from "../fit/explain.ts";
import { isPart, shareLeft } from "../fit/parts.ts";
import { sameShape } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const crossTerms: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (wiring === undefined || !sameShape(wiring.shape, wiring.outputShape)) return undefined;
  const { entries, outputs, numeric } = wiring;
  let own = 0;
  let cross = 0;
  for (let k = 0; k < entries; k++)
    for (let o = 0; o < outputs; o++) if (isPart(wiring, numeric[k * outputs + o])) o === k ? own++ : cross++;
  if (own < 2 || cross < 2) return undefined;
  const unexplained = shareLeft(wiring, (k, o) => (o === k ? numeric[k * outputs + o] : 0));
  if (unexplained > most) return undefined;
  return {
    kind: "missing-term",
    unexplained,
    message: `backprop has the path from each entry of ${tensor.name} to its own output alone: the cross terms, through the other outputs, are missing`,
  };
};
