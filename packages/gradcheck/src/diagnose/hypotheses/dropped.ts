// Some contributions are missing and all others are right
import { most } from "../fit/compare.ts";
import { isPart, shareLeft } from "../fit/parts.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const dropped: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (wiring === undefined) return undefined;
  const { outputs, numeric, analytic, blur } = wiring;
  const isLost = (i: number) => isPart(wiring, numeric[i]) && Math.abs(analytic[i]) <= blur;
  const unexplained = shareLeft(wiring, (r, o) => (isLost(r * outputs + o) ? 0 : numeric[r * outputs + o]));
  if (unexplained > most) return undefined;

  const parts = Array.from(numeric.keys()).filter((i) => isPart(wiring, numeric[i]));
  const lost = parts.filter(isLost);
  // What is lost with a whole entry or a whole output is no sum that stops early.
  const splits = (of: (i: number) => number) => {
    const kept = new Set(parts.filter((i) => !isLost(i)).map(of));
    return lost.some((i) => kept.has(of(i)));
  };
  if (lost.length < 2 || !splits((i) => Math.floor(i / outputs)) || !splits((i) => i % outputs))
    return undefined;
  return {
    kind: "missing-sum",
    unexplained,
    message: `${lost.length} of ${parts.length} contributions to the gradient of ${tensor.name} are missing, the others are right: a sum leaves some out`,
  };
};
