// Each entry holds one of its contributions where it should hold their sum: `=` for `+=`
import { compare, convinces } from "../fit/compare.ts";
import { outputsOf, throughOutputs } from "../fit/parts.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const overwritten: Hypothesis = ({ tensor, contributions: measure }) => {
  const contributions = measure();
  if (contributions === undefined) return undefined;
  const via = outputsOf(contributions);
  const error = tensor.error.map((bar) => 2 * bar + contributions.blur);
  for (const which of ["last", "first"] as const) {
    const only = via.map((list) => (which === "last" ? list[list.length - 1] : list[0]));
    const value = throughOutputs(contributions, tensor.theta.length, (r, o) => o === only[r]);
    const found = compare(tensor, { value, error, choices: 2 });
    if (!convinces(found)) continue;
    const end =
      which === "last"
        ? "a later one overwrites those before it (= for +=)"
        : "the sum stops after the first";
    return {
      kind: "missing-sum",
      unexplained: found.unexplained,
      message: `backprop holds only the ${which} of the contributions to each entry of ${tensor.name}: ${end}`,
    };
  }
  return undefined;
};
