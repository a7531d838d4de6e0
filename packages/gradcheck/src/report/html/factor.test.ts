import { expect, test } from "vitest";
import { likelyFactor } from "./factor.ts";

test("an exact factor leaves nothing", () => {
  const fit = likelyFactor([1, -2, 3], [-0.5, 1, -1.5]);
  expect(fit?.factor).toBeCloseTo(-0.5, 12);
  expect(fit?.left).toBeCloseTo(0, 12);
});

test("the best factor leaves the sine of the angle between the vectors", () => {
  const fit = likelyFactor([1, 0], [1, 1]);
  expect(fit?.factor).toBeCloseTo(1, 12);
  expect(fit?.left).toBeCloseTo(Math.SQRT1_2, 12);
});

test("values of any size neither overflow nor vanish", () => {
  expect(likelyFactor([1e200, 2e200], [3e-200, 6e-200])?.factor).toBe(0);
  expect(likelyFactor([1e-200, 2e-200], [3e-200, 6e-200])?.factor).toBeCloseTo(3, 12);
  expect(likelyFactor([1e200, 2e200], [3e200, 6e200])?.left).toBeCloseTo(0, 12);
});

test("there is no factor where one side is nothing", () => {
  expect(likelyFactor([0, 0], [1, 2])).toBeUndefined();
  expect(likelyFactor([1, 2], [0, 0])).toBeUndefined();
  expect(likelyFactor([], [])).toBeUndefined();
});
