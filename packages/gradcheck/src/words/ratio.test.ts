import { expect, test } from "vitest";
import { norm, ratioOf } from "./ratio.ts";

const right = [3, -4, 0.5, 1e-6];

test.each([2, 0.5, 3, 1.25, 32, 1.001, 1.0000001])(
  "of a gradient %d times the right one is |m - 1| / (m + 1)",
  (m) => {
    expect(
      ratioOf(
        right,
        right.map((x) => m * x),
      ),
    ).toBeCloseTo(Math.abs(m - 1) / (m + 1), 14);
  },
);

test("is 1 for a sign flip, a gradient of zero and a true gradient of zero", () => {
  const zeros = right.map(() => 0);
  expect(
    ratioOf(
      right,
      right.map((x) => -x),
    ),
  ).toBe(1);
  expect(ratioOf(right, zeros)).toBe(1);
  expect(ratioOf(zeros, right)).toBe(1);
});

test("is sin(α / 2) for gradients of one length at the angle α", () => {
  for (const angle of [0.1, 1, 2])
    expect(ratioOf([1, 0], [Math.cos(angle), Math.sin(angle)])).toBeCloseTo(Math.sin(angle / 2), 14);
});

test("0/0 is 0, also of nothing at all", () => {
  expect(ratioOf([0, 0], [0, -0])).toBe(0);
  expect(ratioOf([], [])).toBe(0);
  expect(ratioOf(right, right)).toBe(0);
});

test("NaN stays NaN, and infinity is no small number", () => {
  expect(ratioOf([1, Number.NaN], [1, 2])).toBeNaN();
  expect(ratioOf([1, 2], [1, Number.NaN])).toBeNaN();
  expect(ratioOf([1, 2], [1, 1 / 0])).not.toBeLessThan(1);
  expect(ratioOf([1 / 0, 2], [1 / 0, 2])).not.toBeLessThan(1);
});

test("neither overflows nor underflows", () => {
  for (const size of [1e-200, 1e200, 1e-300, 1e307]) {
    expect(
      ratioOf(
        right.map((x) => x * size),
        right.map((x) => 2 * x * size),
      ),
    ).toBeCloseTo(1 / 3, 12);
    expect(norm([3 * size, 4 * size]) / size).toBeCloseTo(5, 12);
  }
});

test("the norm of nothing is 0", () => {
  expect(norm([])).toBe(0);
  expect(norm([0, -0])).toBe(0);
  expect(norm([-2])).toBe(2);
});
