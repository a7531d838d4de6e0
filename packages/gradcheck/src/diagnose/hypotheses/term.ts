// n - g = κ t      with t the tensor itself, its sign, ones, the upstream gradient, the output or another tensor

import { copy } from "@nudge/core";
import { sameShape } from "@nudge/core/internal";
import { digits } from "../../words/describe.ts";
import type { Hypothesis } from "../candidate.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { fitTerms } from "../models/terms.ts";

interface Term {
  readonly values: Float64Array;
  readonly text: string;
  readonly hint: string;
}

function termsOf({ tensor, tensors, output, upstream }: Evidence): Term[] {
  const { name, theta } = tensor;
  const like = sameShape(output.shape, tensor.shape);
  return [
    { values: theta, text: ` × ${name}`, hint: "a term proportional to it, such as that of an L2 penalty," },
    { values: theta.map(Math.sign), text: ` × sign(${name})`, hint: "the gradient of an L1 penalty" },
    { values: theta.map(() => 1), text: "", hint: "a constant" },
    ...(like
      ? [
          { values: upstream, text: " × upstream", hint: "the path of a skip connection" },
          {
            values: Float64Array.from(copy(output).data),
            text: " × output",
            hint: "a term proportional to the output",
          },
        ]
      : []),
    ...tensors
      .filter((other) => other.name !== name && sameShape(other.shape, tensor.shape))
      .map((other) => ({
        values: other.theta,
        text: ` × ${other.name}`,
        hint: `a term proportional to ${other.name}`,
      })),
  ];
}

export const term: Hypothesis = function* (evidence) {
  const { tensor } = evidence;
  const terms = termsOf(evidence);
  for (const { values, text, hint } of terms) {
    const all = Array.from(values.keys());
    const found = fitTerms(tensor, [values], [all], terms.length);
    if (found === undefined) continue;
    const { coefficients, ...claim } = found;
    const [[coefficient]] = coefficients;
    yield {
      kind: "missing-term",
      ...claim,
      message: `numeric - backprop = ${digits(coefficient)}${text} in every entry: ${hint} is ${coefficient > 0 ? "missing from" : "too much in"} the gradient of ${tensor.name}`,
    };
  }
};
