import { expect, test } from "vitest";
import { projectOn } from "./span.ts";

const columns = (...all: number[][]) => all.map((column) => Float64Array.from(column));

test("what lies in a span is its own projection, what is orthogonal to it has none", () => {
  const plane = columns([1, 2, 0], [2, 4, 0], [0, 1, 1e-12]);
  const found = projectOn(columns([3, 5, 0], [0, 0, 2], [1, 1, 1]), plane);
  expect(found.rank).toBe(2);
  const expected = columns([3, 5, 0], [0, 0, 0], [1, 1, 0]);
  for (const [j, column] of found.columns.entries())
    for (const [i, x] of column.entries()) expect(x).toBeCloseTo(expected[j][i], 11);
});

test("nothing spans nothing, and a full set everything", () => {
  expect(projectOn(columns([1, 2]), columns([0, 0]))).toEqual({ rank: 0, columns: columns([0, 0]) });
  expect(projectOn(columns([1, 2]), columns([1, 1], [1, -1])).rank).toBe(2);
});
