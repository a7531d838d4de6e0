import { rng } from "@nudge/core";
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
  const sandbox = new Sandbox(subject, { seed: 0, training: true });
  const meter = meterAt({ sandbox, weights: Float64Array.of(1), gradients: { none: new Set() } }, rng(1));
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

test("a step too short to change a bit can hide a kink: its hull is blurred by the rounding of the output", () => {
  const { meter, line } = around((x) => 1 + Math.abs(x), 0);
  const { changed, upper, lower, blur } = meter.level(line, 2 ** -55, Float64Array.of(1));
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
    const noise = { sigma: new Float64Array(2), unit: 1e-17 };
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
