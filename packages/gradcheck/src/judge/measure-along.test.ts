// How far a slope along a direction is from the expected one: steps are chosen so that it shows.
import { rng, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import type { Meter, Response } from "../measure/meter.ts";
import { meterAt } from "../measure/meter-at.ts";
import { relativeStep } from "../measure/step.ts";
import { DirectionLine } from "../sandbox/line.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { subjectOfFunction } from "../subject/function.ts";
import { doubtOf, excessOf, isFar, measureAlong } from "./measure-along.ts";

/** The distance of a slope along one number from what is expected, and the evaluations that it took. */
function measured(f: (x: number) => number, x: number, predicted: number, start = relativeStep) {
  const subject = subjectOfFunction({ theta: [x], value: ([x]) => f(x), gradient: () => [0] });
  const sandbox = new Sandbox(subject, { seed: 0, modes: "both" });
  const meter = meterAt({ sandbox, upstream: tensor([1]), gradients: { none: new Set() } }, rng(1));
  meter.coarse();
  const before = sandbox.evaluations;
  const line = new DirectionLine(meter.theta, 0, Float64Array.of(1));
  const size = Math.abs(predicted);
  const expected = { predicted, size, entries: 1, allowed: 4e-7 * size };
  const distance = measureAlong(meter, line, expected, { start, longest: 2 ** -3 });
  return { distance, evaluations: sandbox.evaluations - before };
}

test("the first step settles a right slope", () => {
  const { distance, evaluations } = measured(Math.sin, 1, Math.cos(1));
  expect(isFar(distance)).toBe(false);
  expect(evaluations).toBe(2);
});

test.each([0, 2, -1, 1.001])("a second step settles a slope that is %d times the right one", (factor) => {
  const { distance, evaluations } = measured(Math.sin, 1, factor * Math.cos(1));
  expect(isFar(distance)).toBe(true);
  expect(distance.value).toBeCloseTo((1 - factor) * Math.cos(1), 6);
  expect(evaluations).toBe(4);
});

test.each([1e-5, 1e-3, 1, 100])(
  "rounding to float32 of x²/2 + %d is seen through by longer steps",
  (offset) => {
    const f = (x: number) => Math.fround(offset + (x * x) / 2);
    const { distance } = measured(f, 1.2345, 1.2345);
    expect(isFar(distance)).toBe(false);
    expect(doubtOf(distance)).toBeLessThan(0.02);
    expect(Math.abs(distance.value)).toBeLessThanOrEqual(distance.error);
  },
);

test.each([-1, 1])(
  "a slope that the first step hides is found by longer ones: rounded to 1e-3, %d x",
  (sign) => {
    const { distance } = measured((x) => Math.round(sign * x * 1e3) / 1e3, 1.2345, 0);
    expect(isFar(distance)).toBe(true);
    expect(Math.abs(distance.value - sign)).toBeLessThanOrEqual(distance.error);
  },
);

test.each([2 ** -18, 2 ** -20, -(2 ** -21)])("a kink %d away is left behind by shorter steps", (away) => {
  const f = (x: number) => Math.abs(x - 1 - away);
  const { distance } = measured(f, 1, -Math.sign(away));
  expect(isFar(distance)).toBe(false);
  expect(doubtOf(distance)).toBeLessThan(1e-3);
});

test("a step that is longer than usual is not trusted alone", () => {
  const f = (x: number) => Math.sin(20 * x);
  const step = 2 ** -5;
  const average = (f(1 + step) - f(1 - step)) / (2 * step);
  const { distance } = measured(f, 1, average, step);
  expect(distance.error).toBeGreaterThan(Math.abs(average - 20 * Math.cos(20)));
  expect(isFar(measured(f, 1, 20 * Math.cos(20), step).distance)).toBe(false);
  expect(measured((x) => 3 * x, 1, 3, step).evaluations).toBe(4);
});

test("where nothing changes however far, the slope is 0", () => {
  const { distance } = measured(() => 5, 1, 2);
  expect(distance).toMatchObject({ value: -2, error: 0, step: 2 ** -3 });
  expect(isFar(measured(() => 5, 1, 0).distance)).toBe(false);
});

test("outside of the domain every slope is far", () => {
  expect(isFar(measured((x) => (x > 1 ? Number.NaN : x), 1, 1).distance)).toBe(true);
});

describe("with planted slopes", () => {
  interface Planted {
    readonly slope?: (t: number) => number;
    readonly noise?: (t: number) => number;
    /** Whether a step changes a bit, and whether a long one does. */
    readonly changes?: boolean;
    readonly responds?: boolean;
  }
  const response: Response = { peaks: Float64Array.of(1), range: 1, hidden: 0, still: 0 };
  /** Four entries, whose slope is said to be 3 of a size of 4: it is clear with an error up to 2^-6 · 4 / √4 = 2^-5. */
  function along(
    { slope = () => 3, noise = () => 0, changes = true, responds = true }: Planted,
    { allowed = 0, start = 2 ** -17, longest = 2 ** -3 } = {},
  ) {
    const steps: number[] = [];
    let seen = 0;
    const level = (_: unknown, t: number, given?: Response) => {
      steps.push(t);
      if (given === response) seen++;
      const y = slope(t);
      return { step: t, slope: y, noise: noise(t), hidden: 0, lower: y, upper: y, blur: 0, changed: changes };
    };
    const meter = { level, response: () => (responds ? response : undefined) };
    const expected = { predicted: 3, size: 4, entries: 4, allowed };
    const line = {} as Parameters<typeof measureAlong>[1];
    const distance = measureAlong(meter as unknown as Meter, line, expected, { start, longest });
    return { ...distance, steps, seen };
  }

  test("one step is enough where it is clear, unless it is longer than usual", () => {
    const near = { slope: () => 3 + 2 ** -7, noise: () => 2 ** -5 };
    const single = { value: 2 ** -7, error: 2 ** -5, truncation: 0, step: 2 ** -17 };
    expect(along(near)).toMatchObject({ ...single, steps: [2 ** -17] });
    expect(along({ ...near, noise: () => 1.01 * 2 ** -5 }).steps.length).toBeGreaterThan(1);
    expect(along({ ...near, slope: () => 3.1 }).steps.length).toBeGreaterThan(1);
    expect(along({ ...near, slope: () => 3.1 }, { allowed: 0.1 }).steps.length).toBe(1);
    expect(along(near, { start: 2 ** -16 }).steps.length).toBeGreaterThan(1);
  });

  test("where no step changes a bit the slope is 0, and where long ones do, it may hide in the rounding", () => {
    const still = { slope: () => 0, changes: false };
    expect(along({ ...still, responds: false })).toEqual({
      ...{ value: -3, error: 0, truncation: 0, allowed: 0, step: 2 ** -3, seen: 0 },
      steps: [2 ** -17],
    });
    const hidden = along({ ...still, noise: () => 9 });
    expect(hidden).toMatchObject({ value: -3, error: 9 });
    expect(hidden.seen).toBe(hidden.steps.length - 1);
    expect(along({}).seen).toBe(0);
  });

  test("longer steps follow where rounding blurs it, until the error is fine", () => {
    const found = along({ noise: (t) => 2 ** -17 / t });
    // Of the last step only the change from the one before is used.
    expect(found.steps).toEqual([2 ** -17, 2 ** -15, 2 ** -13, 2 ** -11, 2 ** -9]);
    expect(found).toMatchObject({ value: 0, error: 2 ** -6, truncation: 0, step: 2 ** -11 });
    expect(along({ noise: () => 1 }, { start: 2 ** -5 }).steps).toEqual([2 ** -5, 2 ** -3]);
  });

  test("shorter ones where truncation does, and what it leaves out is kept as truncation", () => {
    const found = along({ slope: (t) => 3 + 1024 * t * t }, { start: 2 ** -5 });
    expect(found.steps).toEqual([2 ** -5, 2 ** -7, 2 ** -9]);
    expect(found.value).toBeCloseTo(0, 12);
    expect(found.truncation).toBeCloseTo(1024 * 2 ** -18, 12);
    expect(found.step).toBe(2 ** -9);
    expect(along({ slope: () => 4, noise: () => 1e-9 }, { start: 2 ** -38, allowed: 0.5 }).steps).toEqual([
      2 ** -38,
      2 ** -40,
    ]);
  });

  test("what two slopes differ by is truncation", () => {
    const slope = (t: number) => (t > 2 ** -16 ? 3.1 : 3);
    const found = along({ slope, noise: () => 0.2 }, { allowed: 1, longest: 2 ** -15 });
    expect(found.error).toBeCloseTo(0.3, 14);
    expect(found.truncation).toBeCloseTo(0.1, 14);
  });

  test("a distance of four times what a right gradient may show is that of a wrong one", () => {
    const far = (allowed: number, noise = 0) =>
      along({ slope: () => 4, noise: () => noise }, { allowed }).steps.length;
    expect([0.24, 0.26].map((allowed) => far(allowed))).toEqual([2, 4]);
    expect([0.23, 0.25].map((allowed) => far(allowed, 0.01))).toEqual([2, 4]);
  });

  test("two steps without a smaller error are the last, and the best one counts", () => {
    // Errors of 0.5, 0.4, 0.6, 0.3, 0.7, 0.8 at ever longer steps, which follow one step late.
    const errors = [0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.1, 0.1];
    const noise = (t: number) => errors[(Math.log2(t) + 24) / 2];
    const found = along({ noise }, { start: 2 ** -24 });
    expect(found).toMatchObject({ value: 0, error: 0.3, truncation: 0, step: 2 ** -18 });
    expect(found.steps.length).toBe(7);
  });

  test("an estimate is made of what is finite, and of nothing where nothing is", () => {
    const nowhere = along({ slope: () => Number.NaN, noise: () => 1 / 0 });
    expect(nowhere.value).toBeNaN();
    expect(isFar(nowhere)).toBe(true);
    const isInside = (t: number) => t > 2 ** -16;
    const beside = along({
      slope: (t) => (isInside(t) ? 3 : Number.NaN),
      noise: (t) => (isInside(t) ? 2 ** -6 : 1 / 0),
    });
    expect(beside).toMatchObject({ value: 0, error: 2 ** -6 });
  });
});

test("what is far, by how much, and what one entry may hide", () => {
  const distance = { value: -3, error: 1, truncation: 0, allowed: 0.5, step: 1 };
  expect(excessOf(distance)).toBe(2);
  expect(doubtOf(distance)).toBe(4);
  expect([0.4, 2.4, 2.6].map((error) => isFar({ ...distance, error }))).toEqual([true, true, false]);
});
