// What it takes to call a gradient wrong, on functions whose derivatives are known.
import { describe, expect, test } from "vitest";
import { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { Claim } from "./claim.ts";
import { factor, Ladder } from "./ladder.ts";
import { isRefuted } from "./refutation.ts";

/** A ladder of f at x, from steps of `longest` down over so many levels, for noise of `sigma`. */
function ladderOf(f: (x: number) => number, x: number, longest: number, count: number, sigma = 1e-16) {
  const theta = new Theta(Float64Array.of(x));
  const noise = { sigma: Float64Array.of(sigma), unit: 1e-17 };
  const evaluate = (into: Float64Array) => {
    into[0] = f(theta.values[0]);
  };
  const coarse = () => ({ sigma: noise.sigma, peaks: Float64Array.of(0) });
  const one = Float64Array.of(1);
  const meter = new Meter({ theta, evaluate }, one, Float64Array.of(f(x)), noise, noise, coarse);
  const line = new EntryLine(theta.values, 0, 1);
  const ladder = new Ladder(meter, line, longest, meter.response(line)!);
  for (let k = 1; k < count; k++) ladder.measure(longest / factor ** k);
  return ladder;
}

const refuted = (ladder: Ladder, analytic: number) =>
  isRefuted(ladder, new Claim(analytic, 1e-7), ladder.estimate!.value);

test("levels are in the order of falling steps, whichever way the ladder grows", () => {
  const ladder = ladderOf(Math.sin, 1, 1 / 64, 2);
  ladder.measure(1 / 16);
  expect(ladder.levels.map(({ step }) => step)).toEqual([1 / 16, 1 / 64, 1 / 256]);
  expect(ladder.longest.step).toBe(1 / 16);
});

describe("a smooth function", () => {
  test.each([0.999, 1.001, 1.2, 2, -1, 0, 100])("refutes %d times its derivative", (times) => {
    expect(refuted(ladderOf(Math.sin, 1, 1 / 64, 5), times * Math.cos(1))).toBe(true);
  });

  test("refutes nothing by steps that are lost in noise", () => {
    expect(refuted(ladderOf(Math.sin, 1, 1e-4, 4, 1), -1)).toBe(false);
  });
});

test("steps as long as the waves of a function refute no gradient that is far from their slopes", () => {
  const wave = (x: number) => Math.sin(1e6 * x);
  expect(refuted(ladderOf(wave, 0.3, 1 / 64, 4), 1e6 * Math.cos(3e5))).toBe(false);
});

test("a kink at the point refutes no gradient between the slopes to both sides", () => {
  const kinked = (x: number) => Math.max(2 * x, 3 * x - 1);
  for (const analytic of [2, 2.3, 3]) expect(refuted(ladderOf(kinked, 1, 1 / 64, 5), analytic)).toBe(false);
});

test("the tolerance of a claim is a share of the larger size, and never below the floor", () => {
  expect(new Claim(2, 0.25).tolerance(8)).toBe(2);
  expect(new Claim(-8, 0.25).tolerance(2)).toBe(2);
  expect(new Claim(2, 0.25, 3).tolerance(8)).toBe(3);
});
