// g = 0: nothing arrives.
import { isKnown } from "../evidence/evidence.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const zero: Hypothesis = ({ tensor }) => {
  const { analytic, numeric, name } = tensor;
  if (!analytic.every((g) => g === 0)) return undefined;
  const largest = numeric.reduce(
    (most, n, k) => (isKnown(tensor, k) ? Math.max(most, Math.abs(n)) : most),
    0,
  );
  return {
    kind: "zero",
    factor: 0,
    unexplained: 0,
    message: `backprop is 0 in every entry, the numeric gradient is up to ${largest.toPrecision(3)} in size: nothing reaches ${name}, or its gradient is never written`,
  };
};
