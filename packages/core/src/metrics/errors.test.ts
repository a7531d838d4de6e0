import fc from "fast-check";
import { expect, test } from "vitest";
import { absoluteError, rSquared, squaredError, tensor, zeros } from "../index.ts";

const number = fc.integer({ min: -20, max: 20 }).map((k) => k / 4);
const pairs = fc.integer({ min: 1, max: 3 }).chain((columns) =>
  fc.array(fc.array(fc.tuple(number, number), { minLength: columns, maxLength: columns }), {
    minLength: 1,
    maxLength: 8,
  }),
);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 1 - (mean squared error) / (variance) of a column; of targets that are all the same 1 if exact, else 0. */
function shareExplained(column: readonly (readonly [p: number, t: number])[]): number {
  const middle = mean(column.map(([, t]) => t));
  const left = mean(column.map(([p, t]) => (p - t) ** 2));
  const variance = mean(column.map(([, t]) => (t - middle) ** 2));
  if (column.every(([, t]) => t === column[0][1])) return left === 0 ? 1 : 0;
  return 1 - left / variance;
}

test("they are those of their definitions", () => {
  fc.assert(
    fc.property(pairs, (rows) => {
      const [p, t] = [0, 1].map((side) => tensor(rows.map((row) => row.map((pair) => pair[side]))));
      const all = rows.flat();
      expect(absoluteError().evaluate(p, t)).toBeCloseTo(mean(all.map(([p, t]) => Math.abs(p - t))), 12);
      expect(squaredError().evaluate(p, t)).toBeCloseTo(mean(all.map(([p, t]) => (p - t) ** 2)), 12);
      const explained = rows[0].map((_, k) => shareExplained(rows.map((row) => row[k])));
      expect(rSquared().evaluate(p, t)).toBeCloseTo(mean(explained), 10);
    }),
  );
});

test("R² is 1 of exact predictions and 0 of the mean, also of targets that are all the same", () => {
  const t = tensor([1, 2, 6]);
  expect(rSquared().evaluate(t, t)).toBe(1);
  expect(rSquared().evaluate(tensor([3, 3, 3]), t)).toBe(0);
  // The mean of these three is not 0.1 in floating point.
  const same = tensor([0.1, 0.1, 0.1]);
  expect(rSquared().evaluate(same, same)).toBe(1);
  expect(rSquared().evaluate(t, same)).toBe(0);
});

test("R² of one entry among more axes is that of its column", () => {
  const at = (f: (row: number, k: number) => number) =>
    tensor([0, 1, 2].map((row) => [[f(row, 0)], [f(row, 1)]]));
  const one = rSquared().evaluate(
    at((row, k) => (k === 0 ? row : 0)),
    at((row) => row),
  );
  // 1 of the exact column; of zeros for 0, 1, 2: 1 - 5 / 2
  expect(one).toBe((1 + (1 - 5 / 2)) / 2);
});

test("one column may stand as a list", () => {
  const [column, list] = [tensor([[1], [2], [4]]), tensor([1, 2, 3])];
  for (const metric of [absoluteError(), squaredError(), rSquared()]) {
    expect(metric.evaluate(column, list)).toBe(metric.evaluate(tensor([1, 2, 4]), list));
    expect(metric.evaluate(list, column)).toBe(metric.evaluate(list, tensor([1, 2, 4])));
  }
  // As many numbers are no column.
  expect(() => absoluteError().evaluate(tensor([[[1]], [[2]], [[4]]]), list)).toThrow("of one shape");
});

test("other shapes, no entries and numbers that are not finite are refused", () => {
  expect(() => absoluteError().evaluate(tensor([[1], [2]]), tensor([1, 2, 3]))).toThrow(
    new Error("absoluteError: expected predictions and targets of one shape, got [2, 1] and [3]"),
  );
  expect(() => rSquared().evaluate(zeros([0, 1]), zeros([0, 1]))).toThrow(
    new Error("rSquared: expected predictions and targets of one shape, got [0, 1] and [0, 1]"),
  );
  expect(() => squaredError().evaluate(tensor([[1], [Number.NaN]]), tensor([[1], [1]]))).toThrow(
    new Error("squaredError: predictions row 1, column 0 is NaN"),
  );
});

test("they print as code, and say which way is better", () => {
  expect([absoluteError(), squaredError(), rSquared()].map((metric) => `${metric} ${metric.better}`)).toEqual(
    ["absoluteError() lower", "squaredError() lower", "rSquared() higher"],
  );
});
