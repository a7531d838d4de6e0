import { expect, test } from "vitest";
import { estimate, isKinked } from "./estimate.ts";
import type { Level } from "./meter.ts";

/** The slope of f at x from a step h, as if f were known without rounding but for `noise`. */
function levelOf(f: (x: number) => number, x: number, h: number, noise = 0): Level {
  const [above, here, below] = [f(x + h), f(x), f(x - h)];
  const slopes = [(here - below) / h, (above - here) / h];
  return {
    step: h,
    slope: (above - below) / (2 * h),
    lower: Math.min(...slopes),
    upper: Math.max(...slopes),
    blur: (2 * Math.sqrt(3) * Math.max(noise, 1e-16)) / h,
    noise: Math.max(noise, 1e-16) / h,
    changed: above !== below,
  };
}

const falling = (f: (x: number) => number, x: number, from: number, count: number, noise = 0) =>
  Array.from({ length: count }, (_, k) => levelOf(f, x, from / 4 ** k, noise));

test("one slope is no estimate, and slopes that are not finite are none", () => {
  expect(estimate([])).toBeUndefined();
  expect(estimate(falling(Math.sin, 1, 0.1, 1))).toBeUndefined();
  expect(estimate(falling(() => Number.NaN, 1, 0.1, 5))).toBeUndefined();
});

test("Richardson's extrapolation is exact for cubics: θ³ at 1 from the steps 1/4, 1/16 and 1/64", () => {
  const levels = falling((x) => x ** 3, 1, 1 / 4, 3);
  // (f(x+h) − f(x−h)) / 2h = 3 + h²
  expect(levels.map(({ slope }) => slope)).toEqual([3 + 1 / 16, 3 + 1 / 256, 3 + 1 / 4096]);
  const { value, error } = estimate(levels)!;
  expect(value).toBe(3);
  expect(error).toBeLessThan(1e-12);
});

test.each([
  ["sin", Math.sin, Math.cos],
  ["exp", Math.exp, Math.exp],
  ["tanh", Math.tanh, (x: number) => 1 - Math.tanh(x) ** 2],
  ["1/x", (x: number) => 1 / x, (x: number) => -1 / (x * x)],
  ["sqrt", Math.sqrt, (x: number) => 1 / (2 * Math.sqrt(x))],
  ["x⁵", (x: number) => x ** 5, (x: number) => 5 * x ** 4],
] as const)(
  "the derivative of %s is within the error bar, and far better than the shortest step",
  (_, f, slope) => {
    for (const x of [0.6, 1, 1.7]) {
      const levels = falling(f, x, 1 / 16, 4);
      const { value, error, kinked } = estimate(levels)!;
      const off = Math.abs(value - slope(x));
      expect(kinked).toBe(false);
      expect(off).toBeLessThanOrEqual(error);
      expect(off).toBeLessThan(1e-3 * Math.abs(levels[3].slope - slope(x)));
      expect(error).toBeLessThan(1e-6 * Math.abs(slope(x)));
    }
  },
);

test("a step that drowns in noise does not spoil the estimate, and no step claims less than its noise", () => {
  let sign = 1;
  const noisy = (x: number) => {
    sign = -sign;
    return Math.sin(x) + 1e-6 * sign * Math.abs(Math.sin(1e9 * x));
  };
  const levels = falling(noisy, 1, 1 / 4, 9, 6e-6);
  const { value, error, step } = estimate(levels)!;
  expect(Math.abs(value - Math.cos(1))).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-3);
  expect(step).toBeGreaterThan(1e-3);
  expect(error).toBeGreaterThanOrEqual(6e-6);
});

test("slopes on both sides that do not approach each other are a kink, those of a curve are none", () => {
  const kinked = falling((x) => Math.max(2 * x, 3 * x - 1), 1, 1 / 4, 3);
  const curved = falling((x) => x * x + 5 * x ** 3, 1, 1 / 4, 3);
  for (const k of [1, 2]) {
    expect(isKinked(kinked[k - 1], kinked[k])).toBe(true);
    expect(isKinked(curved[k - 1], curved[k])).toBe(false);
  }
});

test("a kink at the point leaves an error bar that reaches both slopes", () => {
  const { value, error, kinked } = estimate(falling((x) => Math.max(2 * x, 3 * x - 1), 1, 1 / 4, 4))!;
  expect(kinked).toBe(true);
  expect(value).toBeCloseTo(2.5, 10);
  expect(error).toBeGreaterThanOrEqual(0.5 - 1e-9);
});

test("a kink that the noise hides at the shortest steps is still a kink", () => {
  const levels = falling((x) => Math.max(2 * x, 3 * x - 1), 1, 1 / 4, 12, 1e-7);
  const { value, error } = estimate(levels)!;
  expect(Math.abs(value - 2)).toBeLessThanOrEqual(error + 1e-9);
  expect(Math.abs(value - 3)).toBeLessThanOrEqual(error + 1e-9);
});

test("a kink beside the point is left behind by shorter steps", () => {
  const levels = falling((x) => Math.max(x, 2 * x - 1.01), 1, 1 / 4, 8);
  const { value, error, kinked } = estimate(levels)!;
  expect(kinked).toBe(false);
  expect(Math.abs(value - 1)).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-6);
});
