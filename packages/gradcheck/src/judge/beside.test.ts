import { expect, test } from "vitest";
import { around } from "../../test/around.ts";
import { EntryLine } from "../sandbox/line.ts";
import { isRightHere, rightBeside } from "./beside.ts";

/** |a| − |b|, with a gradient that is off by these factors. */
const crossing = (factors: readonly number[]) =>
  around([0, 0], ([a, b]) => [Math.abs(a) - Math.abs(b)], {
    gradient: ([a, b]) => [factors[0] * Math.sign(a), -factors[1] * Math.sign(b)],
  });

test.each([
  [
    [1, 1],
    [0, 1],
  ],
  [[1.0001, 1], [1]],
  [[1, 0.5], [0]],
  [[-1, 2], []],
])("off by %j, right beside the point are %j", (factors, expected) => {
  const { meter, surroundings } = crossing(factors);
  expect(rightBeside(meter, [0, 1], surroundings, () => 1)).toEqual(expected);
});

test("a subject that throws beside the point is right nowhere", () => {
  const { meter, surroundings } = around([0, 0], ([a, b]) => [a + b], {
    gradient: ([a]) => {
      if (a !== 0) throw new Error("no");
      return [1, 1];
    },
  });
  expect(rightBeside(meter, [0, 1], surroundings, () => 1)).toEqual([]);
});

test.each([
  [1, 1, true],
  [1 + 2 ** -18, 1, true],
  [1 + 2 ** -15, 1, false],
  // Right is what explains most of an error at the point, however small it is itself.
  [1 + 2 ** -18, 2 ** -18, false],
])("a gradient of %d for a slope of 1, where it seemed wrong by %d: %j", (gradient, error, expected) => {
  const { meter } = around([1], ([x]) => [x]);
  const line = new EntryLine(meter.theta, 0, 1);
  expect(isRightHere(meter, line, 2 ** -10, gradient, error)).toBe(expected);
});

test("a slope lost in noise explains nothing, though it agree with the gradient", () => {
  const { meter } = around([1.2345], ([x]) => [Math.fround(x)]);
  const line = new EntryLine(meter.theta, 0, 1);
  const t = 2 ** -10;
  const { slope, noise } = meter.level(line, t);
  expect(noise).toBeGreaterThan(0);
  expect(isRightHere(meter, line, t, slope, 2 * noise)).toBe(false);
  expect(isRightHere(meter, line, t, slope, 8 * noise)).toBe(true);
});

test("how far off a gradient may be goes by the largest of what it is compared with", () => {
  const { meter } = around([1], ([x]) => [8 * x]);
  const line = new EntryLine(meter.theta, 0, 1);
  expect(isRightHere(meter, line, 2 ** -10, 8 * (1 + 2 ** -18), 1)).toBe(true);
  expect(isRightHere(meter, line, 2 ** -10, 8 * (1 + 2 ** -16), 1)).toBe(false);
});
