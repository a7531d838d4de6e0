// The error passes through one or two numbers per group of entries: the path of the chain rule through a mean, a norm, a
// sum or another number that all entries of the group have in common
import type { Wiring } from "../evidence/wiring.ts";
import { most } from "../fit/compare.ts";
import { componentsOf, isPart } from "../fit/parts.ts";
import { frobenius, rankOf } from "../fit/rank.ts";
import type { Hypothesis } from "./hypothesis.ts";

/**
 * The rank of the error in a group of entries, its size, and what products of that number leave of it; undefined where a
 * low rank would say nothing.
 */
function rankOfError(wiring: Wiring, rows: readonly number[], outputs: readonly number[]) {
  const matrix = (value: (i: number) => number) =>
    rows.map((r) => outputs.map((o) => value(r * wiring.outputs + o)));
  const error = matrix((i) => wiring.numeric[i] - wiring.analytic[i]);
  const blur = 2 * wiring.blur * Math.sqrt(rows.length * outputs.length);
  const size = frobenius(error);
  if (size <= blur) return { rank: 0, size: 0, left: 0 };
  const { rank, left } = rankOf(error, Math.max((most / 2) * size, blur), 3);
  const height = error.filter((row) => row.some((x) => isPart(wiring, x))).length;
  const width = outputs.filter((_, j) => error.some((row) => isPart(wiring, row[j]))).length;
  const right = matrix((i) => wiring.numeric[i]);
  const isFull = rankOf(right, 1e-3 * frobenius(right), rank + 1).rank > rank;
  const says = Math.min(width, height) >= rank + 2 && isFull;
  return says ? { rank, size, left: Math.max(0, left - blur) } : undefined;
}

export const path: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (!wiring?.isComplete) return undefined;
  let rank = 0;
  let spare = 0;
  let left = 0;
  let size = 0;
  const groups = componentsOf(wiring);
  for (const { rows, outputs } of groups) {
    const here = rankOfError(wiring, rows, outputs);
    if (here === undefined || here.rank > 2) return undefined;
    rank = Math.max(rank, here.rank);
    left = Math.hypot(left, here.left);
    size = Math.hypot(size, here.size);
    if (here.rank > 0) spare += (rows.length - here.rank) * (outputs.length - here.rank);
  }
  // Numbers beyond those that make the products: each of them could have spoken against it.
  if (rank === 0 || spare < 2 || left / size > most) return undefined;
  const each = groups.length === 1 ? "" : " of a group";
  const numbers = rank === 1 ? "one number" : "two numbers";
  return {
    kind: "missing-term",
    unexplained: left / size,
    message: `what is wrong passes through ${numbers} that the entries${each} have in common: a path to the gradient of ${tensor.name}, through a mean, a norm or a sum, is missing or wrong`,
  };
};
