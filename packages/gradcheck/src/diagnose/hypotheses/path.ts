// The error is a matrix of rank one or two in the parts of each group of entries: it passes through one or two numbers
// that the group has in common, as the path of the chain rule through a mean, a norm or a sum does
import type { Hypothesis } from "../candidate.ts";
import { mostUnexplained } from "../claims/value.ts";
import type { Parts } from "../evidence/evidence.ts";
import { componentsOf, isPart } from "../models/parts.ts";
import { frobenius, rankOf } from "../models/rank.ts";

/**
 * The rank of the error in the parts of a group, and what a matrix of that rank leaves of it; undefined where a low rank
 * would say nothing: in a small group, or where the gradient itself is of low rank.
 */
function rankOfError(parts: Parts, rows: readonly number[], outputs: readonly number[]) {
  const matrix = (value: (i: number) => number) =>
    rows.map((r) => outputs.map((o) => value(r * parts.outputs + o)));
  const error = matrix((i) => parts.numeric[i] - parts.analytic[i]);
  const nothing = 2 * parts.error * Math.sqrt(rows.length * outputs.length);
  const size = frobenius(error);
  if (size <= nothing) return { rank: 0, rest: error };
  const found = rankOf(error, Math.max((mostUnexplained / 2) * size, nothing), 3);
  const height = error.filter((row) => row.some((x) => isPart(parts, x))).length;
  const width = outputs.filter((_, j) => error.some((row) => isPart(parts, row[j]))).length;
  const right = matrix((i) => parts.numeric[i]);
  const isFull = rankOf(right, 1e-3 * frobenius(right), found.rank + 1).rank > found.rank;
  return Math.min(width, height) >= found.rank + 2 && isFull ? found : undefined;
}

export const path: Hypothesis = ({ tensor, parts: measure }) => {
  const parts = measure();
  if (!parts?.isComplete) return [];
  const value = parts.analytic.slice();
  let rank = 0;
  let spare = 0;
  const groups = componentsOf(parts);
  for (const { rows, outputs } of groups) {
    const here = rankOfError(parts, rows, outputs);
    if (here === undefined || here.rank > 2) return [];
    for (const [i, r] of rows.entries())
      for (const [j, o] of outputs.entries()) value[r * parts.outputs + o] += here.rest[i][j];
    rank = Math.max(rank, here.rank);
    if (here.rank > 0) spare += (rows.length - here.rank) * (outputs.length - here.rank);
  }
  // How many parts there are beyond the numbers that the products are made of: without any, every error would fit.
  if (rank === 0 || spare < 2) return [];
  const each = groups.length === 1 ? "" : " of a group";
  const numbers = rank === 1 ? "one number" : "two numbers";
  return [
    {
      kind: "missing-term",
      part: (r, o) => value[r * parts.outputs + o],
      message: `what is wrong passes through ${numbers} that the entries${each} have in common: a path to the gradient of ${tensor.name}, through a mean, a norm or a sum, is missing or wrong`,
    },
  ];
};
