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
    hidden: 0,
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

/** Levels at steps that fall by `factor`, each with its slope, the slopes to both sides of it, its noise and its blur. */
const planted = (
  factor: number,
  ...levels: readonly (readonly [slope: number, jump: number, noise?: number, blur?: number])[]
): Level[] =>
  levels.map(([slope, jump, noise = 0, blur = 0], k) => ({
    step: 1 / factor ** k,
    slope,
    noise,
    hidden: 0,
    lower: slope - jump / 2,
    upper: slope + jump / 2,
    blur,
    changed: true,
  }));

test("a kink stands out of the blur by four times, and falls by less than half where the step falls by four", () => {
  const isKink = (longer: number, blur: number) => {
    const [first, second] = planted(4, [0, longer], [0, 1, 0, blur]);
    return isKinked(first, second);
  };
  expect([0.24, 0.26].map((blur) => isKink(1, blur))).toEqual([true, false]);
  expect([1.9, 2.1].map((longer) => isKink(longer, 0))).toEqual([true, false]);
});

test("an error bar grows until it holds the slopes of shorter steps, less their noise", () => {
  const levels = planted(4, [0, 0, 0, 1], [0, 0, 0, 1], [1, 0.2, 0.25, 1]);
  expect(estimate(levels)).toEqual({ value: 0, error: 0.75, step: 1 / 4, kinked: false });
});

test("at a kink, it need not hold more than one of the slopes to their sides", () => {
  // The second step has a kink of ± 1; the third is 2.5 away, and one of its own slopes 1.5.
  const levels = planted(4, [0, 2], [0, 2], [2.5, 2]);
  expect(estimate(levels)).toEqual({ value: 0, error: 1.5, step: 1 / 4, kinked: true });
});

test("a kink is gone where a shorter step would show it and does not", () => {
  expect(estimate(planted(4, [0, 2], [0, 2], [0, 0, 0, 0.1]))).toMatchObject({ kinked: false, error: 0 });
  expect(estimate(planted(4, [0, 2], [0, 2], [0, 0, 0, 0.6]))).toMatchObject({ kinked: true, error: 1 });
});

test("extrapolation has the noise of both slopes, as they enter it", () => {
  // 3 + h² at h = 1, 1/2, 1/4; (4 s(h) − s(2h)) / 3
  const levels = planted(2, [4, 0, 0.001], [3.25, 0, 0.002], [3.0625, 0, 0.004]);
  const { value, error, step } = estimate(levels)!;
  expect([value, step]).toEqual([3, 1 / 4]);
  expect(error).toBeCloseTo((4 * 0.004 + 0.002) / 3, 14);
});

test("nothing is extrapolated from changes that do not shrink", () => {
  // From 1 and 1/2 it would be 1/3, nearer to -1 than 1/2 is; from 0 and 1 it would be 4/3.
  expect(estimate(planted(2, [0, 0], [1, 0], [0.5, 0], [-1, 0]))).toMatchObject({ value: 0.5, error: 1.5 });
});

test("nothing is extrapolated into a kink, or out of one", () => {
  // Without it the changes shrink as those of a smooth function.
  expect(estimate(planted(4, [0, 0], [1, 0], [1.25, 2]))).toMatchObject({ value: 1, error: 1 });
  expect(estimate(planted(4, [0, 2], [1, 2], [1.25, 0]))).toMatchObject({ value: 1.25, error: 0.25 });
});
