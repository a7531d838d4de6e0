import { rng, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { EntryLine } from "../sandbox/line.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { Theta } from "../sandbox/theta.ts";
import { subjectOfFunction } from "../subject/function.ts";
import { Meter } from "./meter.ts";
import { meterAt } from "./meter-at.ts";

/** A meter around one number, and the line through it. */
function around(f: (x: number) => number, x: number) {
  const subject = subjectOfFunction({ theta: [x], value: ([x]) => f(x), gradient: () => [0] });
  const sandbox = new Sandbox(subject, { seed: 0, modes: "both" });
  const meter = meterAt({ sandbox, upstream: tensor([1]), gradients: { none: new Set() } }, rng(1));
  return { meter, sandbox, line: new EntryLine(sandbox.theta.values, 0, 1) };
}

// A. Ng, "Numerical approximation of gradients": 3.0001 from both sides, 3.0301 from one, where 3 is right.
test("θ³ at 1 with a step of 0.01 has the slope 3.0001 from both sides and 3.0301 from the right", () => {
  const { meter, line } = around((x) => x ** 3, 1);
  const { step, slope, lower, upper } = meter.level(line, 0.01);
  expect(step).toBeCloseTo(0.01, 12);
  expect(slope).toBeCloseTo(3.0001, 9);
  expect(upper).toBeCloseTo(3.0301, 9);
  expect(lower).toBeCloseTo(2.9701, 9);
});

test("the divisor is the step that was really taken", () => {
  const { meter, line } = around((x) => x, 0.1);
  for (const t of [1e-3, 1e-7, 1e-10, 1e-13, 3e-16]) expect(meter.level(line, t).slope).toBe(1);
});

test("the error bar covers the rounding of the slope, and shrinks with a longer step", () => {
  const { meter, line } = around((x) => 1e6 + x / 3, 1);
  for (const t of [2 ** -8, 2 ** -14, 2 ** -20]) {
    const { slope, noise } = meter.level(line, t);
    expect(Math.abs(slope - 1 / 3)).toBeLessThanOrEqual(noise);
    expect(noise).toBeLessThan((6 * 2 * 1e6 * 2 ** -52) / t);
  }
});

test("an output that does not change by a bit has no slope and no noise", () => {
  const { meter, line } = around(() => 1 / 3, 1);
  expect(meter.level(line, 1e-3)).toMatchObject({ slope: 0, noise: 0, lower: 0, upper: 0, changed: false });
});

test("where all outputs change, nothing is hidden", () => {
  const { meter, line } = around((x) => x, 1);
  expect(meter.level(line, 1e-3)).toMatchObject({ hidden: 0, changed: true });
});

test("a step too short to change a bit can hide a kink: its hull is blurred by the rounding of the output", () => {
  const { meter, line } = around((x) => 1 + Math.abs(x), 0);
  const { changed, upper, lower, blur } = meter.level(line, 2 ** -55, meter.response(line));
  expect({ changed, upper, lower }).toEqual({ changed: false, upper: 0, lower: 0 });
  expect(blur).toBeGreaterThan(2);
});

test("θ is as it was after each measurement", () => {
  const { meter, line, sandbox } = around(Math.exp, 0.1);
  meter.level(line, 0.3);
  meter.response(line);
  meter.coarse();
  meter.blindness(1);
  expect(sandbox.theta.values[0]).toBe(0.1);
});

describe("what is not finite", () => {
  /** A level of two outputs, of which the second is not finite to the left of 0, with its upstream gradient. */
  const level = (lost: number, weight: number) => {
    const theta = new Theta(Float64Array.of(0));
    const evaluate = (into: Float64Array) => {
      const [x] = theta.values.slice();
      into.set([3 * x, x < 0 ? lost : x]);
    };
    const noise = { sigma: new Float64Array(2), units: Float64Array.of(1e-17, 1e-17), isSingle: false };
    const coarse = () => ({ sigma: new Float64Array(2), peaks: new Float64Array(2) });
    const weights = Float64Array.of(1, weight);
    const meter = new Meter({ theta, evaluate }, weights, new Float64Array(2), noise, noise, coarse);
    return meter.level(new EntryLine(theta.values, 0, 1), 2 ** -17);
  };

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("has no slope: %d", (lost) => {
    const expected = { slope: Number.NaN, lower: Number.NaN, upper: Number.NaN, noise: 1 / 0, changed: true };
    expect(level(lost, 1)).toMatchObject(expected);
    expect(level(lost, -2)).toMatchObject(expected);
  });

  test("does no harm in an output that does not count", () => {
    for (const lost of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(level(lost, 0)).toMatchObject({ slope: 3, lower: 3, upper: 3, changed: true });
  });
});

describe("the level of one output between two ends", () => {
  /** y goes from 1/4 by 1 to 3/2, over a distance of 1/2; its upstream gradient is -2. */
  const values = { below: 1 / 4, center: 1, above: 3 / 2, taken: 1 / 2, weight: -2 };
  const level = ({
    sigma = 0,
    near = 0,
    coarse = 0,
    peak = 0,
    seen = 0,
    unit = 2 ** -70,
    relative = 2 ** -17,
    ...others
  }) => {
    const { below, center, above, taken, weight } = { ...values, ...others };
    const one = (x: number) => Float64Array.of(x);
    const theta = new Theta(one(0));
    const meter = new Meter(
      { theta, evaluate: () => {} },
      one(weight),
      one(center),
      { sigma: one(sigma), units: one(unit), isSingle: false },
      { sigma: one(near), units: one(unit), isSingle: false },
      () => ({ sigma: one(coarse), peaks: one(peak) }),
    );
    const ends = { above: one(above), below: one(below), at: 0 };
    const response = { peaks: one(seen), range: 0, hidden: 0, still: 0 };
    return { meter, ...meter.levelBetween(ends, relative, taken, response) };
  };

  /** Of values with the noise s, (y₊ − y₋) / 2h has √2 s / 2h: six of these are κ √2 |c| s / 2h. */
  const noiseOf = (s: number) => (6 * Math.SQRT2 * 2 * s) / (1 / 2);

  test("has its slope, and those to both sides", () => {
    expect(level({})).toMatchObject({ step: 1 / 4, slope: -5, lower: -6, upper: -4, changed: true });
  });

  test.each([
    ["at the point", { sigma: 2 ** -40 }, 2 ** -40],
    ["a step away", { near: 2 ** -40 }, 2 ** -40],
    ["a step away, of which a shorter step goes a part", { near: 2 ** -40, relative: 2 ** -20 }, 2 ** -43],
    ["a step away, and no more farther off", { near: 2 ** -40, relative: 2 ** -15 }, 2 ** -40],
    ["a long step away", { coarse: 2 ** -40, relative: 2 ** -3 }, 2 ** -40],
    [
      "a long step away, of which a shorter step goes a part",
      { coarse: 2 ** -40, relative: 2 ** -8 },
      2 ** -45,
    ],
    ["a long step away, and no more farther off", { coarse: 2 ** -40, relative: 1 }, 2 ** -40],
    ["the rounding of the larger value", { unit: 2 ** -40 }, 1.5 * 2 ** -40],
    ["the rounding of a large value before", { unit: 2 ** -40, above: 1, below: -2 }, 2 * 2 ** -40],
    [
      "the largest of all",
      { sigma: 2 ** -45, near: 2 ** -44, coarse: 2 ** -40, relative: 2 ** -3 },
      2 ** -40,
    ],
    [
      "the largest of all",
      { sigma: 2 ** -40, near: 2 ** -44, coarse: 2 ** -45, relative: 2 ** -3 },
      2 ** -40,
    ],
  ])("has the noise of %s", (_, given, s) => {
    const { noise, blur } = level(given);
    expect(noise / noiseOf(s)).toBeCloseTo(1, 14);
    // The hull is made of twice the differences, and of their sizes: six times √6 of the noises, at the worst.
    expect(blur / ((2 * Math.sqrt(6) * 6 * 2 * s) / (1 / 2))).toBeCloseTo(1, 14);
  });

  test("does not ask for the noise of a long step over a short one", () => {
    const { noise } = level({ coarse: 1, sigma: 2 ** -40, relative: 2 ** -14 });
    expect(noise / noiseOf(2 ** -40)).toBeCloseTo(1, 14);
    expect(level({ coarse: 1, relative: 2 ** -13 }).noise / noiseOf(2 ** -10)).toBeCloseTo(1, 14);
  });

  test("takes the noise for the length of its step as a share of the scale, and the step as it was taken", () => {
    const { meter } = level({ near: 2 ** -40, sigma: 2 ** -60 });
    const line = {
      ...new EntryLine(Float64Array.of(0), 0, 8),
      size: 0,
      put: (_: Float64Array, t: number) => t,
    };
    let value = 0;
    const evaluate = (into: Float64Array) => into.set([value++]);
    const theta = new Theta(Float64Array.of(0));
    const moving = new Meter({ theta, evaluate }, meter.weights, meter.center, meter.noise, meter.near, () =>
      meter.coarse(),
    );
    const { noise } = moving.level({ ...line, scale: 8, restore: () => {}, slopeOf: () => 0 }, 2 ** -17);
    expect(noise / ((6 * Math.SQRT2 * 2 * 2 ** -43) / 2 ** -16)).toBeCloseTo(1, 14);
  });

  test("is found among the ends of several steps", () => {
    const { meter } = level({});
    const ends = { above: Float64Array.of(9, 1.5), below: Float64Array.of(-5, 0.25), at: 1 };
    expect(meter.levelBetween(ends, 2 ** -17, 1 / 2)).toMatchObject({ slope: -5, lower: -6, upper: -4 });
  });

  test.each([
    { above: Number.POSITIVE_INFINITY },
    { below: Number.NaN },
    { above: 1e308, below: -1e308, weight: 1, taken: 1 },
  ])("of what is not finite is not known, but how long it was: %s", (given) => {
    expect(level(given)).toMatchObject({ step: (given.taken ?? 1 / 2) / 2, slope: Number.NaN, noise: 1 / 0 });
  });

  test("of the smallest numbers has the noise of their spacing", () => {
    const tiny = Number.MIN_VALUE;
    const { noise } = level({ below: -tiny, center: 0, above: 4 * tiny, weight: 2 });
    expect(noise).toBe((2 * 8 * tiny) / (1 / 2));
  });

  test("of an output whose rounding is below all numbers has a noise that is one", () => {
    const { noise } = level({ below: 1e-310, center: 2e-310, above: 4e-310, sigma: 2e-310, unit: 2 ** -53 });
    expect(noise / noiseOf(2e-310)).toBeCloseTo(1, 10);
  });

  test.each([1e-200, 1e200])("has its noise also where its square would not be a number: %d", (size) => {
    const s = 2 ** -40 * size;
    const { noise } = level({ below: size / 4, center: size, above: 1.5 * size, sigma: s });
    expect(noise / noiseOf(s)).toBeCloseTo(1, 14);
  });

  test.each([
    ["at the point", { sigma: 2 ** -40 }, 2 ** -40],
    ["of its size", { unit: 2 ** -40 }, 2 ** -40],
    ["of its size along the line", { unit: 2 ** -40, seen: 8 }, 8 * 2 ** -40],
    ["of its size far away", { unit: 2 ** -40, peak: 16 }, 16 * 2 ** -40],
  ])("that does not change may hide a change behind its rounding: %s", (_, given, s) => {
    const still = { below: 1, above: 1, ...given };
    const found = level({ seen: 2 ** -100, ...still });
    expect(found).toMatchObject({ slope: 0, lower: 0, upper: 0, changed: false });
    expect(found.noise / noiseOf(s)).toBeCloseTo(1, 14);
    expect(found.blur / ((2 * Math.sqrt(6) * 6 * 2 * s) / (1 / 2))).toBeCloseTo(1, 14);
    if (!("seen" in given)) {
      expect(level(still)).toMatchObject({ noise: 0, blur: 0 });
      // A slope of which a step of 2 may see nothing.
      expect(found.meter.blindness(2) / ((6 * 2 * s) / 2)).toBeCloseTo(1, 14);
    }
  });
});

test("a small output is blind to slopes below its own rounding alone", () => {
  const one = Float64Array.of(1);
  const noise = { sigma: new Float64Array(1), units: Float64Array.of(2 ** -40), isSingle: false };
  const coarse = () => ({ sigma: new Float64Array(1), peaks: new Float64Array(1) });
  const theta = new Theta(one.slice());
  const meter = new Meter({ theta, evaluate: () => {} }, one, Float64Array.of(1 / 4), noise, noise, coarse);
  expect(meter.blindness(2) / ((6 * 2 ** -42) / 2)).toBeCloseTo(1, 14);
});

describe("a level of several outputs", () => {
  /** Outputs 3x, x², their upstream gradients 1 and -2, at 1, beside one that never changes. */
  const meterOf = (constant: number, noise = 2 ** -40) => {
    const theta = new Theta(Float64Array.of(1));
    const outputs = () => Float64Array.of(3 * theta.values[0], theta.values[0] ** 2, constant);
    const units = new Float64Array(3).fill(2 ** -70);
    const own = { sigma: Float64Array.of(noise, noise, 0), units, isSingle: false };
    return new Meter(
      { theta, evaluate: (into) => into.set(outputs()) },
      Float64Array.of(1, -2, 1),
      outputs(),
      own,
      { ...own, sigma: new Float64Array(3) },
      () => ({ sigma: new Float64Array(3), peaks: new Float64Array(3) }),
    );
  };
  const along = (meter: Meter) => new EntryLine(meter.theta, 0, 1);

  test("adds up slopes, and variances", () => {
    const meter = meterOf(7);
    const { slope, lower, upper, noise, blur } = meter.level(along(meter), 1 / 4);
    // 3 − 2 · 2, and −2 (1 ± 1/4) of x² to its sides
    expect([slope, lower, upper]).toEqual([-1, 3 - 4.5, 3 - 3.5]);
    expect(noise / ((6 * Math.sqrt(2 * (1 + 4)) * 2 ** -40) / (1 / 2))).toBeCloseTo(1, 14);
    expect(blur / ((2 * Math.sqrt(6) * 6 * 3 * 2 ** -40) / (1 / 2))).toBeCloseTo(1, 14);
  });

  test.each([Number.POSITIVE_INFINITY, Number.NaN])("is as good beside a constant %d", (constant) => {
    const meter = meterOf(constant);
    meter.weights[2] = 0;
    const found = meter.level(along(meter), 1 / 4);
    expect(found.slope).toBe(-1);
    expect(found.noise).toBeGreaterThan(0);
    expect(found.noise).toBeLessThan(1e-9);
  });

  test("is blind to slopes that hide in the rounding of all of them", () => {
    const meter = meterOf(7);
    expect(meter.blindness(1 / 2) / ((6 * Math.sqrt(1 + 4) * 2 ** -40) / (1 / 2))).toBeCloseTo(1, 12);
  });

  test("responds to long steps: by how much over the scale, and to which size each output", () => {
    const meter = meterOf(7);
    // 3t − 2 (2t + t²) is −3 at 1, 1 at −1; ± 16 gives 3 · 17 and 17², ± 16 · 2 twice of that.
    const { range, peaks } = meter.response(along(meter))!;
    expect(range).toBe(3);
    expect([...peaks]).toEqual([51, 289, 0]);
    // −t − 2t² over a scale of 2
    expect(meter.response(new EntryLine(meter.theta, 0, 2))!.range).toBe(10);
    expect([...meter.response(new EntryLine(meter.theta, 0, 2))!.peaks]).toEqual([99, 33 ** 2, 0]);
  });

  test("does not respond where nothing changes by a bit", () => {
    const meter = meterOf(7);
    expect(
      meter.response({
        ...along(meter),
        scale: 1,
        size: 1,
        put: (_, t) => t,
        restore: () => {},
        slopeOf: () => 0,
      }),
    ).toBeUndefined();
  });

  test("responds with what is finite", () => {
    const theta = new Theta(Float64Array.of(0));
    const noise = { sigma: new Float64Array(1), units: Float64Array.of(2 ** -52), isSingle: false };
    const coarse = () => ({ sigma: new Float64Array(1), peaks: new Float64Array(1) });
    const output = (x: number) => (x > 1 / 2 ? Number.POSITIVE_INFINITY : x < -8 ? 0 : x);
    const evaluate = (into: Float64Array) => into.set([output(theta.values[0])]);
    const one = Float64Array.of(1);
    const meter = new Meter({ theta, evaluate }, one, Float64Array.of(0), noise, noise, coarse);
    const { range, peaks } = meter.response(along(meter))!;
    expect(range).toBe(1);
    expect([...peaks]).toEqual([4]);
  });

  test.each([1, 4, 16, 64])("responds to what changes at 1/4 of %d alone", (scale) => {
    const theta = new Theta(Float64Array.of(0));
    const noise = { sigma: new Float64Array(1), units: Float64Array.of(2 ** -52), isSingle: false };
    const coarse = () => ({ sigma: new Float64Array(1), peaks: new Float64Array(1) });
    const evaluate = (into: Float64Array) => into.set([theta.values[0] === 16 ? 2 ** -9 : 0]);
    const one = Float64Array.of(1);
    const meter = new Meter({ theta, evaluate }, one, Float64Array.of(0), noise, noise, coarse);
    const { range, peaks } = meter.response(new EntryLine(meter.theta, 0, scale))!;
    expect(range).toBe(scale >= 16 ? 2 ** -9 : 0);
    expect([...peaks]).toEqual([2 ** -9]);
  });
});
