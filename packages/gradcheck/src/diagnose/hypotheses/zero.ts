// g = 0: nothing arrives.
import type { Hypothesis } from "../candidate.ts";
import { isKnown, largestOf } from "../evidence/evidence.ts";

export const zero: Hypothesis = ({ tensor }) => {
  const { analytic, numeric, name } = tensor;
  if (!analytic.every((g) => g === 0)) return [];
  const largest = largestOf(numeric.filter((_, k) => isKnown(tensor, k)));
  return [
    {
      kind: "zero",
      factor: 0,
      inside: () => true,
      message: `backprop is 0 in every entry, the numeric gradient is up to ${largest.toPrecision(3)} in size: nothing reaches ${name}, or its gradient is never written`,
    },
  ];
};
