// n - g = κ t      with t the tensor itself, ones, its sign, the upstream gradient, the output or another tensor

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
  /** Whether it may be a path of the chain rule, whose sign does not tell what is missing from what is too much. */
  readonly isPath?: boolean;
}

function termsOf({ tensor, tensors, output, upstream }: Evidence): Term[] {
  const { name, theta, shape } = tensor;
  // The entries of a single vector may have a norm or a mean in common; what is a loss alone rather has a penalty.
  const isPath = output.size > 1 && shape.filter((length) => length > 1).length === 1;
  const like = sameShape(output.shape, shape);
  return [
    {
      values: theta,
      text: ` × ${name}`,
      hint: `a term proportional to it, such as that of ${isPath ? "the path through its norm or of " : ""}an L2 penalty,`,
      isPath,
    },
    {
      values: theta.map(() => 1),
      text: "",
      hint: `a constant${isPath ? ", such as the path through a mean or a sum," : ""}`,
      isPath,
    },
    { values: theta.map(Math.sign), text: ` × sign(${name})`, hint: "the gradient of an L1 penalty" },
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
      .filter((other) => other.name !== name && sameShape(other.shape, shape))
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
  for (const { values, text, hint, isPath = false } of terms) {
    const all = Array.from(values.keys());
    const found = fitTerms(tensor, [values], [all], terms.length);
    if (found === undefined) continue;
    const { coefficients, ...claim } = found;
    const [[coefficient]] = coefficients;
    const how = isPath || coefficient > 0 ? "missing from" : "too much in";
    yield {
      kind: "missing-term",
      ...claim,
      message: `numeric - backprop = ${digits(coefficient)}${text} in every entry: ${hint} is ${how} the gradient of ${tensor.name}${isPath ? ", or wrong" : ""}`,
    };
  }
};
