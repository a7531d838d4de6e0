import { describe, expect, test } from "vitest";
import { growthOf, isGrowing, limitOf, type Value } from "./limit.ts";
import type { Level } from "./meter.ts";

/** What a function of the step gives at 1/8, 1/32, 1/128, ... */
const along = (
  f: (h: number) => number,
  count: number,
  noise: (h: number) => number = () => 1e-15,
): Value[] =>
  Array.from({ length: count }, (_, k) => {
    const h = 2 ** -3 / 4 ** k;
    return { value: f(h), noise: noise(h) };
  });

describe("the limit", () => {
  test.each([
    ["h, as of one side of a smooth function", (h: number) => h],
    ["h², as of both sides", (h: number) => h * h],
    ["√h, as of x^1.5", Math.sqrt],
    ["h^0.25", (h: number) => h ** 0.25],
    ["h^0.1", (h: number) => h ** 0.1],
    ["h log h", (h: number) => h * Math.log(h)],
    ["exp h, and √h", (h: number) => Math.exp(h) - 1 + Math.sqrt(h)],
  ])("is approached by any power of the step: %s", (_, rest) => {
    for (const count of [4, 6, 12]) {
      const { value, error } = limitOf(along((h) => 3 - 2 * rest(h), count))!;
      expect(Math.abs(value - 3)).toBeLessThanOrEqual(2 * error);
      // No more is claimed than the steps that were taken can show, and little less.
      const left = Math.abs(2 * rest(2 ** -3 / 4 ** (count - 1)));
      expect(error).toBeLessThan(6 * left + 1e-13);
    }
  });

  test("of a smooth function is known to half of the digits", () => {
    const { value, error } = limitOf(
      along(
        (h) => (Math.exp(h) - 1) / h,
        20,
        (h) => 1e-16 / h,
      ),
    )!;
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-7);
  });

  test("is what does not change, with no error where there is no noise", () => {
    expect(
      limitOf(
        along(
          () => 3,
          3,
          () => 0,
        ),
      ),
    ).toEqual({ value: 3, error: 0 });
  });

  test("is not taken from two values, or from noise as if it were still", () => {
    expect(limitOf(along((h) => h, 2))).toBeUndefined();
    const { error } = limitOf(
      along(
        () => 3,
        6,
        () => 1e-3,
      ),
    )!;
    expect(error).toBeGreaterThan(1e-2);
  });

  test("holds the values of all shorter steps", () => {
    // What a kink beside the point hides from the longer ones.
    const values = along((h) => (h > 2 ** -10 ? 1 + h : 3), 6);
    for (const count of [5, 6]) {
      const { value, error } = limitOf(values.slice(0, count))!;
      expect(Math.abs(value - 3)).toBeLessThanOrEqual(2 * error);
    }
  });

  test("is not claimed for a change that is small by accident", () => {
    // The changes of h and of -0.8 h² / t cancel between t and t/4.
    const t = 2 ** -3 / 4 ** 2;
    const values = along((h) => 1 + h - (0.8 * h * h) / t, 4);
    expect(Math.abs(values[3].value - values[2].value)).toBeLessThan(1e-15);
    const { value, error } = limitOf(values)!;
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(2 * error);
    expect(error).toBeGreaterThan(t / 10);
  });
});

/** Values with their noise, or all with the same. */
const valuesOf = (values: readonly number[], noise: number | readonly number[] = 0): Value[] =>
  values.map((value, k) => ({ value, noise: typeof noise === "number" ? noise : noise[k] }));

describe("of changes by a ratio q", () => {
  test("the limit is the sum of the series, and the rest of the way its error", () => {
    expect(limitOf(valuesOf([5, 4, 3.5]))).toEqual({ value: 3, error: 0.5 });
    expect(limitOf(valuesOf([5, 4, 3.75]))).toEqual({ value: 3.75 - 1 / 12, error: 0.25 / 3 });
  });

  test("noise makes the last change larger, the one before smaller", () => {
    const { value, error } = limitOf(valuesOf([5, 4, 3.5], 1 / 64))!;
    expect(value).toBe(3);
    const ratio = (1 / 2 + 1 / 32) / (1 - 1 / 32);
    expect(error).toBeCloseTo(1 / 64 + (17 / 32) * (ratio / (1 - ratio)), 14);
  });

  test("after a change within the noise the limit is the last value, and the rest may be ten times the change", () => {
    const { value, error } = limitOf(valuesOf([3, 3 + 1 / 64, 3 + 1 / 32], 1 / 64))!;
    expect(value).toBe(3 + 1 / 32);
    expect(error).toBeCloseTo(1 / 64 + (1 / 64 + 1 / 32) * 9, 13);
  });

  test("the error holds what comes later, but for its noise", () => {
    expect(limitOf(valuesOf([5, 4, 3.5, 9], [0, 0, 0, 1]))).toEqual({ value: 3, error: 5 });
  });

  test("there is none where the last values grow, be it known or not that earlier ones did not", () => {
    expect(limitOf(valuesOf([0, 10, 10.1, 11.1, 12.1, 13.1, 14.1]))).toBeUndefined();
  });

  test("growth stands out of the noise of both values, and of all changes in a row", () => {
    const steady = [0, 1, 2, 3, 4];
    expect([0.24, 0.26].map((noise) => growthOf(valuesOf(steady, noise)))).toEqual([1, 0]);
    expect(growthOf(valuesOf(steady, [1, 0, 0, 0, 0]))).toBe(0);
  });

  test("two changes are enough to see that slopes last grew, or the jump between those to both sides", () => {
    const levels = (slopes: number[], jumps: number[]): Level[] =>
      slopes.map((slope, k) => ({
        step: 1,
        slope,
        noise: 0,
        hidden: 0,
        lower: 5,
        upper: 5 + jumps[k],
        blur: 0,
        changed: true,
      }));
    expect(isGrowing(levels([1, 2, 4], [1, 1, 1]))).toBe(true);
    expect(isGrowing(levels([1, 1, 1], [1, 2, 4]))).toBe(true);
    expect(isGrowing(levels([1, 2, 2.5], [1, 2, 2.5]))).toBe(false);
    expect(isGrowing(levels([1, 2], [1, 2]))).toBe(false);
  });
});

describe("growth without end", () => {
  test.each([
    ["√x at 0", (h: number) => h ** -0.5, 1],
    ["-x log x at 0", (h: number) => -Math.log(h), 1],
    ["x log x at 0", Math.log, -1],
    ["x^0.9 at 0", (h: number) => h ** -0.1, 1],
    ["a jump", (h: number) => -1 / h, -1],
    // It comes to rest, but nobody could tell.
    ["x^1.05 at 0", (h: number) => h ** 0.05, -1],
  ])("is seen: %s", (_, slope, sign) => {
    expect(growthOf(along(slope, 5))).toBe(sign);
    expect(limitOf(along(slope, 5))).toBeUndefined();
  });

  test.each([
    ["a smooth function", (h: number) => 1 + h],
    ["x^1.1", (h: number) => h ** 0.1],
    [
      "√(x + 2^-17), whose slope comes to rest at last",
      (h: number) => (Math.sqrt(h + 2 ** -17) - 2 ** -8.5) / h,
    ],
  ])("is not seen in %s", (_, slope) => {
    expect(growthOf(along(slope, 16))).toBe(0);
    expect(limitOf(along(slope, 16))).toBeDefined();
  });

  test("takes three ratios in a row, out of the noise", () => {
    const values = along((h) => h ** -0.5, 5);
    expect(growthOf(values.slice(0, 4))).toBe(0);
    expect(growthOf(values.slice(0, 4), 2)).toBe(1);
    const noisy = (share: number) => values.map(({ value }) => ({ value, noise: share * value }));
    expect(growthOf(noisy(0.1))).toBe(1);
    expect(growthOf(noisy(0.4))).toBe(0);
  });

  test("at a cusp is told from that at a jump, on whose sides the slopes grow by 4", () => {
    const levels = (jump: (h: number) => number): Level[] =>
      along(jump, 3).map(({ value, noise }) => ({
        step: 1,
        slope: 0,
        noise,
        lower: -value,
        upper: value,
        hidden: 0,
        blur: noise,
        changed: true,
      }));
    expect(isGrowing(levels((h) => h ** -0.5))).toBe(true);
    expect(isGrowing(levels((h) => h ** -0.9))).toBe(true);
    expect(isGrowing(levels((h) => -Math.log(h)))).toBe(true);
    expect(isGrowing(levels((h) => 1 / h))).toBe(false);
    // A kink, and a curve.
    expect(isGrowing(levels((h) => 1 + h))).toBe(false);
    expect(isGrowing(levels((h) => h))).toBe(false);
  });
});
