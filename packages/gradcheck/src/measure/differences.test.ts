import { expect, test } from "vitest";
import { sigmaOf } from "./differences.ts";

const sigma = (values: number[], highest: number) => sigmaOf(Float64Array.from(values), highest);

test("the noise of alternating values, from differences of the second and of the third order", () => {
  // Differences of 0, 1, 0, 1, 0: ∓1, then ∓2, then ∓4. σ² = (k!)² / (2k)! · mean²
  const alternating = [0, 1, 0, 1, 0];
  expect(sigma(alternating, 2)).toBeCloseTo(Math.sqrt((4 / 24) * 4), 14);
  expect(sigma(alternating, 3)).toBeCloseTo(Math.sqrt((4 / 24) * 4), 14);
  // Of −1, 1, 2, 2, 3 they are 2, 1, 0, 1, then −1, −1, 1, then 0, 2.
  expect(sigma([-1, 1, 2, 2, 3], 2)).toBeCloseTo(Math.sqrt((4 / 24) * 1), 14);
  expect(sigma([-1, 1, 2, 2, 3], 3)).toBeCloseTo(Math.sqrt((36 / 720) * 2), 14);
});

test("a straight row has none, though its first differences are not 0; a parabola none in the third order", () => {
  expect(sigma([-4, -2, 0, 2, 4], 2)).toBe(0);
  expect(sigma([0, 1, 4, 9, 16], 2)).toBeCloseTo(Math.sqrt((4 / 24) * 4), 14);
  expect(sigma([0, 1, 4, 9, 16], 3)).toBe(0);
});

test("zeros have none, and values whose squares are no numbers theirs", () => {
  expect(sigma([0, 0, 0, 0, 0], 3)).toBe(0);
  for (const size of [1e-200, 1e200])
    expect(sigma([0, size, 0, size, 0], 2) / size).toBeCloseTo(Math.sqrt((4 / 24) * 4), 14);
});
