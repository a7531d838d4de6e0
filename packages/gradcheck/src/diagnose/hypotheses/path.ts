// The error passes through one or two numbers per group of entries: the path of the chain rule through a mean, a norm, a
// sum or another number that all entries of the group have in common
import type { Wiring } from "../evidence/wiring.ts";
import { most } from "../fit/explain.ts";
import { componentsOf, isPart } from "../fit/parts.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** The matrix less the product of the column and the row of its largest entry, which makes both of them zero. */
function peel(rows: readonly (readonly number[])[]): number[][] {
  let [r, c] = [0, 0];
  for (const [i, row] of rows.entries())
    for (const [j, x] of row.entries()) if (Math.abs(x) > Math.abs(rows[r][c])) [r, c] = [i, j];
  const pivot = rows[r][c];
  if (pivot === 0) return rows.map((row) => [...row]);
  return rows.map((row) => row.map((x, j) => x - (row[c] * rows[r][j]) / pivot));
}

const norm = (rows: readonly (readonly number[])[]) =>
  Math.sqrt(rows.flat().reduce((sum, x) => sum + x * x, 0));

/** How many such products leave next to nothing of a matrix, up to three. */
function rankOf(rows: readonly (readonly number[])[], nothing: number): { rank: number; left: number } {
  let rest = rows.map((row) => [...row]);
  for (let rank = 0; ; rank++) {
    const left = norm(rest);
    if (left <= nothing || rank === 3) return { rank, left };
    rest = peel(rest);
  }
}

/** The rank of the error in a group; 0 where it is right, undefined where a low rank would say nothing. */
function judgeGroup(wiring: Wiring, entries: readonly number[], outputs: readonly number[]) {
  const matrix = (value: (i: number) => number) =>
    entries.map((k) => outputs.map((o) => value(k * wiring.outputs + o)));
  const error = matrix((i) => wiring.numeric[i] - wiring.analytic[i]);
  const nothing = Math.max(most * norm(error), 2 * wiring.blur * Math.sqrt(entries.length * outputs.length));
  const { rank, left } = rankOf(error, nothing);
  const size = norm(error);
  if (rank === 0) return { rank, left: 0, size: 0 };
  const width = error[0].filter((_, j) => error.some((row) => isPart(wiring, row[j]))).length;
  const height = error.filter((row) => row.some((x) => isPart(wiring, x))).length;
  const full = rankOf(
    matrix((i) => wiring.numeric[i]),
    1e-3 * norm(matrix((i) => wiring.numeric[i])),
  ).rank;
  if (Math.min(width, height) < rank + 1 || full <= rank) return undefined;
  return { rank, left: Math.max(0, left - nothing), size };
}

export const path: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (wiring === undefined) return undefined;
  let rank = 0;
  let left = 0;
  let total = 0;
  let spare = 0;
  const groups = componentsOf(wiring);
  for (const { entries, outputs } of groups) {
    const judged = judgeGroup(wiring, entries, outputs);
    if (judged === undefined || judged.rank > 2) return undefined;
    rank = Math.max(rank, judged.rank);
    left = Math.hypot(left, judged.left);
    total = Math.hypot(total, judged.size);
    if (judged.rank > 0) spare += (entries.length - judged.rank) * (outputs.length - judged.rank);
  }
  // Numbers beyond those that fix the products: each of them could have spoken against it.
  if (rank === 0 || spare < 2 || left / total > most) return undefined;
  const each = groups.length === 1 ? "" : " of each group";
  const numbers = rank === 1 ? "one number" : "two numbers";
  return {
    kind: "missing-term",
    unexplained: left / total,
    message: `what is wrong passes through ${numbers} that the entries${each} have in common: a path of d${tensor.name} through a mean, a norm or a sum is missing, or wrong`,
  };
};
