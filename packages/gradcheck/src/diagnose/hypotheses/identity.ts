// H_true - H = κ I, in H v the term κ v
import { digits } from "../../words/describe.ts";
import type { Hypothesis } from "../candidate.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { fitTerms } from "../models/terms.ts";

/** The multiple of the identity in the place of a tensor: v, or ones on the diagonal of a block. */
function identityOf({ tensor, hessian, upstream }: Evidence): Float64Array | undefined {
  const { name, theta } = tensor;
  if (hessian?.form === "product") {
    const own = hessian.parts.find((part) => part.name === name);
    return own && upstream.slice(own.offset, own.offset + own.length);
  }
  const block = hessian?.blocks.find((one) => one.name === name);
  if (block === undefined || block.rows !== block.columns) return undefined;
  return theta.map((_, k) => (k % (block.rows.length + 1) === 0 ? 1 : 0));
}

export const identity: Hypothesis = (evidence) => {
  const values = identityOf(evidence);
  if (values === undefined) return [];
  const found = fitTerms(evidence.tensor, [values], [Array.from(values.keys())], 1);
  if (found === undefined) return [];
  const { coefficients, ...claim } = found;
  const [[coefficient]] = coefficients;
  return [
    {
      kind: "missing-term",
      ...claim,
      message: `${digits(Math.abs(coefficient))} times the identity is ${coefficient > 0 ? "missing from" : "too much in"} H: the second derivative of an L2 penalty is such a term`,
    },
  ];
};
