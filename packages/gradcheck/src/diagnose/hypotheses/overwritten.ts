// Each entry holds one of its contributions where it should hold their sum: `=` for `+=`
import { most } from "../fit/explain.ts";
import { isPart, shareLeft } from "../fit/parts.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const overwritten: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (wiring === undefined) return undefined;
  const { entries, outputs, numeric } = wiring;
  const via = Array.from({ length: entries }, (_, k) =>
    Array.from({ length: outputs }, (_, o) => o).filter((o) => isPart(wiring, numeric[k * outputs + o])),
  );
  const several = via.filter((list) => list.length > 1).length;
  if (several === 0) return undefined;
  for (const which of ["last", "first"] as const) {
    const only = via.map((list) => (which === "last" ? list[list.length - 1] : list[0]));
    const unexplained = shareLeft(wiring, (k, o) => (o === only[k] ? numeric[k * outputs + o] : 0));
    if (unexplained > most) continue;
    const end =
      which === "last"
        ? "a later one overwrites those before it (= for +=)"
        : "the sum stops after the first";
    return {
      kind: "missing-sum",
      unexplained,
      message: `backprop holds only the ${which} of the contributions to an entry of ${tensor.name}: ${end}`,
    };
  }
  return undefined;
};
