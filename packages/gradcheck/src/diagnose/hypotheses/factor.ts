// g = c n      with c the same in every entry
import { factorText } from "../../words/describe.ts";
import type { Evidence, TensorEvidence } from "../evidence/evidence.ts";
import { type Comparison, compare, convinces } from "../fit/compare.ts";
import { leastSquares, relativeWeights } from "../fit/least-squares.ts";
import { fractionOf, namedNumbers } from "../named-numbers.ts";
import type { Hypothesis } from "./hypothesis.ts";

const scaled = (tensor: TensorEvidence, c: number) => ({
  value: tensor.numeric.map((n) => c * n),
  error: tensor.error.map((error) => Math.abs(c) * error),
});

/** c is known to this share of itself: as well as the entry that is known best. */
function doubtOf({ numeric, error }: TensorEvidence): number {
  const doubts = numeric.map((n, k) => (n === 0 || !Number.isFinite(n) ? 1 : error[k] / Math.abs(n)));
  return Math.max(
    1e-7,
    doubts.reduce((least, doubt) => Math.min(least, doubt), 1),
  );
}

/** What the factor is called, if it is a number with a name. */
function nameOf(evidence: Evidence, c: number, tolerance: number) {
  const named = namedNumbers(evidence);
  const match = named.find(({ value }) => Math.abs(c / value - 1) <= tolerance);
  return { ...match, choices: named.length };
}

export const factor: Hypothesis = (evidence) => {
  const { tensor } = evidence;
  const sizes = tensor.analytic.map((g, k) => Math.max(Math.abs(g), Math.abs(tensor.numeric[k])));
  const [c] = leastSquares([tensor.numeric], tensor.analytic, relativeWeights(sizes, tensor.error)) ?? [0];
  const doubt = doubtOf(tensor);
  if (c === 0 || Math.abs(c - 1) <= doubt || Math.abs(c + 1) <= doubt) return undefined;

  const { value, text, choices } = nameOf(evidence, c, doubt);
  let found: Comparison = compare(tensor, { ...scaled(tensor, c), parameters: 1 });
  if (!convinces(found) && value !== undefined)
    found = compare(tensor, { ...scaled(tensor, value), choices });
  if (!convinces(found)) return undefined;

  const name = text ?? (doubt < 1e-5 ? fractionOf(c, doubt) : undefined);
  const where = tensor.analytic.length === 1 ? "" : " in every entry";
  return {
    kind: "factor",
    factor: value ?? c,
    unexplained: found.unexplained,
    message: `backprop = ${factorText(c)} × numeric${where}${name === undefined || name === factorText(c) ? "" : `: ${name}`}`,
  };
};
