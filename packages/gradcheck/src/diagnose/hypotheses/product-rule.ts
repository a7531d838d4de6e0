// y = x s(x), entry by entry, as gelu and swish are: dy/dx = s + x s'. Backward has one of the two terms. s is y / x.
import { copy } from "@nudge/core";
import { sameShape } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";

export const productRule: Hypothesis = ({ tensor, output, upstream }) => {
  const { name, shape, theta, numeric, error } = tensor;
  if (!sameShape(output.shape, shape)) return [];
  const y = copy(output).data;
  // Where x is 0 nothing is known of s.
  const through = theta.map((x, k) => (x === 0 ? Number.NaN : (upstream[k] * y[k]) / x));
  const said = (value: Float64Array, text: string) => ({
    kind: "missing-term" as const,
    value,
    error,
    choices: 2,
    message: `the output is ${name} times a function of ${name}, and backprop has one term of the product rule alone: ${text}`,
  });
  return [
    said(through, `the derivative of that function is missing`),
    said(
      numeric.map((n, k) => n - through[k]),
      `that function itself is missing, where ${name} is differentiated`,
    ),
  ];
};
