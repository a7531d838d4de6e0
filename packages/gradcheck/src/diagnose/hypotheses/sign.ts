// g = -n
import type { Hypothesis } from "../candidate.ts";
import { alsoOffBy } from "../models/companions.ts";

export const sign: Hypothesis = (evidence) => {
  const { numeric, name } = evidence.tensor;
  return [
    {
      kind: "sign",
      factor: -1,
      value: numeric.map((n) => -n),
      message: `backprop = -1 × numeric in every entry: the sign of the gradient of ${name} is wrong${alsoOffBy(evidence, -1)}`,
    },
  ];
};
