import { expect, test } from "vitest";
import { powerOfTwo, relativeStep, rootMeanSquare, scaleOf } from "./step.ts";

test("the power of two next below", () => {
  expect([1, 1.5, 2, 3.99, 4, 0.3, 1e-300].map(powerOfTwo)).toEqual([1, 1, 2, 2, 4, 0.25, 2 ** -997]);
  expect([8 * (1 - 2 ** -53), 2 ** 1023, 3 * 2 ** -1074].map(powerOfTwo)).toEqual([4, 2 ** 1023, 2 ** -1073]);
  expect([0, Number.POSITIVE_INFINITY, Number.NaN].map(powerOfTwo)).toEqual([
    0,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ]);
});

test("the relative step is a power of two next to (3ε)^(1/3)", () => {
  expect(Number.isInteger(Math.log2(relativeStep))).toBe(true);
  expect(relativeStep).toBeGreaterThan(Math.cbrt(3 * 2 ** -52) / 2);
  expect(relativeStep).toBeLessThan(Math.cbrt(3 * 2 ** -52) * 2);
});

test("the root mean square of a tensor, without overflow or underflow, and 1 for zeros", () => {
  expect(rootMeanSquare(Float64Array.of(3, 4))).toBeCloseTo(Math.sqrt(12.5), 15);
  expect(rootMeanSquare(Float64Array.of(0, 0))).toBe(1);
  expect(rootMeanSquare(Float64Array.of(0, -2))).toBeCloseTo(Math.SQRT2, 15);
  expect(rootMeanSquare(Float64Array.of(1e-200, 1e-200)) / 1e-200).toBeCloseTo(1, 15);
  expect(rootMeanSquare(Float64Array.of(1e200, 1e200)) / 1e200).toBeCloseTo(1, 15);
});

test("an entry varies on its own size, or on that of its tensor where it is smaller", () => {
  expect(scaleOf(100, 1)).toBe(64);
  expect(scaleOf(-100, 1)).toBe(64);
  expect(scaleOf(1e-9, 1)).toBe(1);
  expect(scaleOf(0, 0.3)).toBe(0.25);
});
