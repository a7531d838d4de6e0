// Each entry holds one of its contributions where it should hold their sum: `=` for `+=`
import type { Hypothesis } from "../candidate.ts";
import { outputsOf, throughOutputs } from "../models/parts.ts";

export const overwritten: Hypothesis = ({ tensor, numericParts }) => {
  const parts = numericParts();
  if (parts === undefined) return [];
  const via = outputsOf(parts);
  return (["last", "first"] as const).map((which) => {
    const only = via.map((list) => list.at(which === "last" ? -1 : 0));
    const end =
      which === "last"
        ? "a later one overwrites those before it (= for +=)"
        : "the sum stops after the first";
    return {
      kind: "missing-sum",
      ...throughOutputs(parts, tensor, (r, o) => o === only[r]),
      choices: 2,
      message: `backprop holds only the ${which} of the contributions to each entry of ${tensor.name}: ${end}`,
    };
  });
};
