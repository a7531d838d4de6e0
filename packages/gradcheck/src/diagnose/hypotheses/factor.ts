// g = c n      with c the same in every entry
import type { Hypothesis } from "../candidate.ts";
import type { TensorEvidence } from "../evidence/evidence.ts";
import { alsoOffBy } from "../models/companions.ts";
import { leastSquares, relativeWeights } from "../models/least-squares.ts";
import { factorText, fractionOf, namedNumbers } from "../named-numbers.ts";

const scaled = ({ numeric, error }: TensorEvidence, c: number) => ({
  value: numeric.map((n) => c * n),
  error: error.map((bar) => Math.abs(c) * bar),
});

/** The relative error of c: that of the entry which is known best. */
function doubtOf({ numeric, error }: TensorEvidence): number {
  const doubts = numeric.map((n, k) => (n === 0 || !Number.isFinite(n) ? 1 : error[k] / Math.abs(n)));
  return Math.max(
    1e-7,
    doubts.reduce((least, doubt) => Math.min(least, doubt), 1),
  );
}

export const factor: Hypothesis = (evidence) => {
  const { tensor } = evidence;
  const sizes = tensor.analytic.map((g, k) => Math.max(Math.abs(g), Math.abs(tensor.numeric[k])));
  const [c] = leastSquares([tensor.numeric], tensor.analytic, relativeWeights(sizes, tensor.error)) ?? [0];
  const doubt = doubtOf(tensor);
  if (c === 0 || Math.abs(c - 1) <= doubt || Math.abs(c + 1) <= doubt) return [];

  const numbers = namedNumbers(evidence);
  const named = numbers.find(({ value }) => Math.abs(c / value - 1) <= doubt);
  const name = named?.text ?? (doubt < 1e-5 ? fractionOf(c, doubt) : undefined);
  const where = tensor.analytic.length === 1 ? "" : " in every entry";
  const said = {
    kind: "factor",
    factor: named?.value ?? c,
    message: `backprop = ${factorText(c)} × numeric${where}${name === undefined || name === factorText(c) ? "" : `: ${name}`}${alsoOffBy(evidence, named?.value ?? c)}`,
  } as const;
  return [
    { ...said, ...scaled(tensor, c), parameters: 1 },
    ...(named === undefined ? [] : [{ ...said, ...scaled(tensor, named.value), choices: numbers.length }]),
  ];
};
