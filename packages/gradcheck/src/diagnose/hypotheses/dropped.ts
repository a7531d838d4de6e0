// Some contributions are missing and all others are right
import { most } from "../fit/explain.ts";
import { isPart, shareLeft } from "../fit/parts.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const dropped: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (wiring === undefined) return undefined;
  const { entries, outputs, numeric, analytic } = wiring;
  const isLost = (k: number, o: number) =>
    isPart(wiring, numeric[k * outputs + o]) && Math.abs(analytic[k * outputs + o]) <= wiring.blur;
  const unexplained = shareLeft(wiring, (k, o) => (isLost(k, o) ? 0 : numeric[k * outputs + o]));
  if (unexplained > most) return undefined;

  let parts = 0;
  let lost = 0;
  const lostVia = new Int32Array(outputs);
  const keptVia = new Int32Array(outputs);
  const keptBy = new Int32Array(entries);
  const lostBy = new Int32Array(entries);
  for (let k = 0; k < entries; k++) {
    for (let o = 0; o < outputs; o++) {
      if (!isPart(wiring, numeric[k * outputs + o])) continue;
      parts++;
      const gone = isLost(k, o);
      if (gone) lost++;
      (gone ? lostVia : keptVia)[o]++;
      (gone ? lostBy : keptBy)[k]++;
    }
  }
  // What is lost with a whole entry or a whole output is no sum that stops early.
  const sums =
    lostBy.some((n, k) => n > 0 && keptBy[k] > 0) && lostVia.some((n, o) => n > 0 && keptVia[o] > 0);
  if (lost < 2 || !sums) return undefined;
  return {
    kind: "missing-sum",
    unexplained,
    message: `${lost} of the ${parts} contributions that add up to d${tensor.name} are missing, the others are right: a sum leaves some out`,
  };
};
