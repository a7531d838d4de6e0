// The difference n - g as a sum of a few columns, with coefficients of their own for each group of entries.

import type { ValueClaim } from "../claims/value.ts";
import type { TensorEvidence } from "../evidence/evidence.ts";
import { leastSquares } from "./least-squares.ts";

export interface Terms extends ValueClaim {
  /** The coefficients of each group. */
  readonly coefficients: readonly (readonly number[])[];
}

/** Columns that leave less than this of the numeric gradient itself would fit any mistake in it. */
const alike = 1e-2;

/** The sum of the columns that is nearest to `target` in each group; undefined where a group is too small for them. */
function project(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
  groups: readonly (readonly number[])[],
): { sum: Float64Array; coefficients: number[][] } | undefined {
  const sum = new Float64Array(target.length).fill(Number.NaN);
  const coefficients: number[][] = [];
  for (const group of groups) {
    if (group.length < columns.length + 2) return undefined;
    const pick = (x: Float64Array) => Float64Array.from(group, (k) => x[k]);
    const found = leastSquares(columns.map(pick), pick(target), pick(weights));
    if (found === undefined) return undefined;
    coefficients.push(found);
    for (const k of group) sum[k] = columns.reduce((total, column, j) => total + found[j] * column[k], 0);
  }
  return { sum, coefficients };
}

/**
 * What backprop would have given if n - g were a sum of multiples of the columns; undefined where n itself is one, or a
 * column is one of the others.
 */
export function fitTerms(
  tensor: TensorEvidence,
  columns: readonly Float64Array[],
  groups: readonly (readonly number[])[],
  choices: number,
): Terms | undefined {
  const { analytic, numeric, error } = tensor;
  const difference = numeric.map((n, k) => n - analytic[k]);
  const largest = difference.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const weights = error.map((bar) => 1 / (bar + 1e-9 * largest));
  const found = project(columns, difference, weights, groups);
  if (found === undefined) return undefined;

  const even = new Float64Array(numeric.length).fill(1);
  const own = project(columns, numeric, even, groups);
  const norm = (x: Float64Array) => Math.sqrt(x.reduce((sum, value) => sum + (value || 0) ** 2, 0));
  if (own === undefined || norm(numeric.map((n, k) => n - own.sum[k])) <= alike * norm(numeric))
    return undefined;

  const value = numeric.map((n, k) => n - found.sum[k]);
  const parameters = groups.length * columns.length;
  return { value, parameters, choices, coefficients: found.coefficients };
}
