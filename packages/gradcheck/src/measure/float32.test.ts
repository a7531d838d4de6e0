import { expect, test } from "vitest";
import { isShort, isSingle, unit32, unit64 } from "./float32.ts";

test("rounding has the standard deviation of values spread evenly over one unit", () => {
  expect(unit64).toBe(2 ** -52 / Math.sqrt(12));
  expect(unit32).toBe(2 ** -23 / Math.sqrt(12));
});

test("numbers of float32 are finite and have 24 digits", () => {
  expect([1 / 3, 1e39, Number.POSITIVE_INFINITY, Number.NaN].map(isSingle)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([Math.fround(1 / 3), 0, 1 + 2 ** -23].map(isSingle)).toEqual([true, true, true]);
});

test("short are whole numbers below 2^24, and those whose last four of 24 digits are zeros", () => {
  for (const size of [1, 2 ** -30, 2 ** 30])
    for (const sign of [1, -1]) {
      expect(isShort(sign * size * (1 + 2 ** -19))).toBe(true);
      expect(isShort(sign * size * (1 + 2 ** -20))).toBe(false);
      expect(isShort(sign * size * (1.5 + 2 ** -20))).toBe(false);
    }
  expect([0, 2 ** 24 - 1, 1 - 2 ** 24].map(isShort)).toEqual([true, true, true]);
  expect([2 ** 24 + 2, -(2 ** 24) - 2, 0.1, Math.fround(0.1)].map(isShort)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
