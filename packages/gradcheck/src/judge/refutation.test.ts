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
  const noise = { sigma: Float64Array.of(sigma), units: Float64Array.of(1e-17), isSingle: false };
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

describe("levels refute a gradient", () => {
  interface Planted {
    readonly slope?: number;
    readonly noise?: number;
    readonly bend?: number;
    readonly step?: number;
  }
  /** Of the claim 10, with which slopes of 3 are compared; the output moves by `moved` at most. */
  const refutes = (
    levels: readonly Planted[],
    { moved = 1000, size = 0, threshold = 0, value = 3, analytic = 10 } = {},
  ) => {
    const planted = levels.map(({ slope = 3, noise = 0, bend = 0, step = 1 }) => {
      const [lower, upper] = [slope - bend / 4, slope + (3 * bend) / 4];
      return { step, slope, noise, lower, upper, blur: 1e9, changed: true };
    });
    const ladder = { levels: planted, moved, line: { size } } as unknown as Ladder;
    return isRefuted(ladder, new Claim(analytic, threshold), value);
  };

  test("where the gradient is near the slope, within a fourth of the larger one, whatever else", () => {
    expect([3.99, 4.01].map((analytic) => refutes([], { analytic }))).toEqual([true, false]);
    expect([2.26, 2.24].map((analytic) => refutes([], { analytic }))).toEqual([true, false]);
  });

  test("by the shortest one that stands out of its noise twice", () => {
    const good = {};
    const bad = { slope: 10, noise: 0.1 };
    expect(refutes([good])).toBe(true);
    expect(refutes([good, bad])).toBe(true);
    expect(refutes([good, { bend: 9 }])).toBe(false);
    // 7 away from 10: of a noise of 3.4 it stands out, of 3.6 it does not.
    expect(refutes([good, { bend: 9, noise: 3.4 }])).toBe(false);
    expect(refutes([good, { bend: 9, noise: 3.6 }])).toBe(true);
    expect(refutes([{ noise: 3.6 }])).toBe(false);
  });

  test("that is off by more than the threshold and twice the noise together", () => {
    expect([2.4, 2.6].map((noise) => refutes([{ noise }], { threshold: 0.2 }))).toEqual([true, false]);
  });

  test("over a step that moves the output by a fourth of the most, or is as short as rounding", () => {
    expect([40, 39.9].map((moved) => refutes([{}], { moved }))).toEqual([true, false]);
    expect([20, 19.9].map((moved) => refutes([{ step: 1 / 2 }], { moved }))).toEqual([true, false]);
    const size = 1 / (64 * Number.EPSILON);
    expect([size, 0.99 * size].map((size) => refutes([{}], { moved: 1, size }))).toEqual([true, false]);
  });

  test("or where the output moves by sixteen times its noise at most", () => {
    const moves = [15.9, 16.1].map((moved) => refutes([{ step: 1 / 2, noise: 2 }], { moved }));
    expect(moves).toEqual([true, false]);
  });

  test("whose sides differ by a fourth of the slope, or by half of what they did before", () => {
    expect([2.5, 2.6].map((bend) => refutes([{ bend }]))).toEqual([true, false]);
    const after = (longer: number) => refutes([{ bend: 99 }, { bend: longer, step: 4 }, { bend: 2.6 }]);
    expect([5.3, 5.1].map(after)).toEqual([true, false]);
    expect(refutes([{ bend: 0.9, slope: 3 }], { analytic: 0 })).toBe(false);
    expect(refutes([{ bend: 0.7, slope: 3 }], { analytic: 0 })).toBe(true);
  });
});
