import { expect, test } from "vitest";
import { erfc } from "./erfc.ts";

// From mpmath, with 30 digits.
test.each([
  [-6, 2.0],
  [-3, 1.9999779095030015],
  [-1.5, 1.9661051464753108],
  [-0.5, 1.5204998778130465],
  [-1e-9, 1.0000000011283792],
  [0, 1.0],
  [1e-300, 1.0],
  [0.1, 0.887537083981715],
  [0.5, 0.4795001221869535],
  [0.999, 0.15771472979350307],
  [1, 0.15729920705028513],
  [1.001, 0.15688451452192373],
  [1.5, 0.033894853524689274],
  [2, 0.004677734981047266],
  [3, 2.209049699858544e-5],
  [5, 1.537459794428035e-12],
  [8, 1.1224297172982926e-29],
  [12, 1.3562611692059042e-64],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
])("erfc(%d) is %d within 3e-15 of it", (x, expected) => {
  expect(Math.abs(erfc(x) - expected)).toBeLessThanOrEqual(3e-15 * expected);
});

test("erfc at the ends of the range", () => {
  expect([erfc(Number.NEGATIVE_INFINITY), erfc(Number.POSITIVE_INFINITY), erfc(30)]).toEqual([2, 0, 0]);
  expect(erfc(Number.NaN)).toBeNaN();
});

test("erfc(x) + erfc(-x) = 2, and its slope is -2/√π e^(-x²), across the border between its two series", () => {
  for (let x = 0.5; x < 1.5; x += 0.01) {
    expect(erfc(x) + erfc(-x)).toBeCloseTo(2, 14);
    const h = 1e-4;
    const slope = (erfc(x + h) - erfc(x - h)) / (2 * h);
    expect(slope).toBeCloseTo((-2 / Math.sqrt(Math.PI)) * Math.exp(-x * x), 7);
  }
});
