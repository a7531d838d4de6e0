import { expect, test } from "vitest";
import { fitExponent, median } from "./statistics.ts";

test("the exponent of a power law is found", () => {
  const xs = [1, 2, 8, 100];
  expect(
    fitExponent(
      xs,
      xs.map((x) => 3 * x ** 1.5),
    ),
  ).toBeCloseTo(1.5, 12);
});

test("the exponent between points off a power law is that of the least squares", () => {
  // log2: (0, 0), (1, 2), (2, 1). The line through the means (1, 1) with the least squares has the slope 1/2.
  expect(fitExponent([1, 2, 4], [1, 4, 2])).toBeCloseTo(0.5, 12);
});

test("the median of an even number of values lies between the middle ones", () => {
  expect(median([4, 1, 3, 10])).toBe(3.5);
  expect(median([10, 1, 3])).toBe(3);
});
