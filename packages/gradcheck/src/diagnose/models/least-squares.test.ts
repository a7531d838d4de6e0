import { expect, test } from "vitest";
import { leastSquares } from "./least-squares.ts";
import { rankOf } from "./rank.ts";

const even = new Float64Array(4).fill(1);
const ones = even;
const line = Float64Array.of(0, 1, 2, 3);

test("the line through points: normal equations solved by hand", () => {
  // Σ(t - 1.5)(y - mean) / Σ(t - 1.5)² = 7 / 5 for y = 1, 2, 4, 5.
  const [constant, slope] = leastSquares([ones, line], Float64Array.of(1, 2, 4, 5), even) ?? [];
  expect(slope).toBeCloseTo(1.4, 12);
  expect(constant).toBeCloseTo(3 - 1.4 * 1.5, 12);
});

test("an entry of weight 0, or that is not finite, does not count", () => {
  const target = Float64Array.of(1, 3, 5, 100);
  const found = leastSquares([ones, line], target, Float64Array.of(1, 1, 1, 0)) ?? [];
  expect(found[0]).toBeCloseTo(1, 12);
  expect(found[1]).toBeCloseTo(2, 12);
  const unknown = leastSquares([ones, line], Float64Array.of(1, 3, 5, Number.NaN), even) ?? [];
  expect(unknown[1]).toBeCloseTo(2, 12);
});

test("undefined for columns that depend on each other", () => {
  expect(leastSquares([ones, ones], line, even)).toBeUndefined();
  expect(leastSquares([new Float64Array(4)], line, even)).toBeUndefined();
});

test("the rank of a matrix of products", () => {
  const product = (a: number[], b: number[]) => a.map((x) => b.map((y) => x * y));
  const one = product([1, 2, 3], [4, -5, 6]);
  const other = product([0, 1, -1], [2, 1, 0]);
  const both = one.map((row, i) => row.map((x, j) => x + other[i][j]));
  expect(rankOf(one, 1e-9, 3).rank).toBe(1);
  expect(rankOf(both, 1e-9, 3).rank).toBe(2);
  expect(rankOf(product([0], [0]), 1e-9, 3)).toEqual({ rank: 0, rest: [[0]] });
});
