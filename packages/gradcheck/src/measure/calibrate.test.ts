// How long the steps of a tensor are, and what they are said to show.
import { rng, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { pointwise } from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";
import { Theta } from "../sandbox/theta.ts";
import { calibrate } from "./calibrate.ts";
import { Meter } from "./meter.ts";
import { relativeStep } from "./step.ts";

/** Calibrates a tensor for a function of it with a planted noise, at which it is `center`. */
function calibrated(
  f: (theta: Float64Array) => number,
  values: readonly number[],
  sigma: number,
  edges = new Map<number, -1 | 0 | 1>(),
  gradient = values.map(() => 0),
) {
  const theta = new Theta(Float64Array.from(values));
  const points: number[][] = [];
  const evaluate = (into: Float64Array) => {
    points.push([...theta.values.slice()]);
    into[0] = f(theta.values.slice());
  };
  const one = (x: number) => Float64Array.of(x);
  const noise = { sigma: one(sigma), units: one(2 ** -70), isSingle: false };
  const coarse = () => ({ sigma: one(0), peaks: one(0) });
  const center = one(f(theta.values.slice()));
  const meter = new Meter({ theta, evaluate }, one(1), center, noise, noise, coarse, () => edges);
  const slice = { name: "a", shape: [values.length], offset: 0, length: values.length };
  return { ...calibrate(meter, slice, Float64Array.from(gradient), rng(2)), points };
}

const cube = (x: number) => 2 ** 20 * (x - 1) ** 3;

test("where the slope is clear the step is the usual one, and its truncation that of entries", () => {
  // The slope of K t³ is K h² at a step of h; the error times the step is K h³.
  const expected = { relative: relativeStep, attainable: 0, truncation: 2 ** 20 * relativeStep ** 3 };
  expect(calibrated(([x]) => cube(x), [1], 0)).toMatchObject({ rms: 1, ...expected });
  // The direction moves each of four entries by 1/2, which is an eighth of the truncation of one alone.
  const { truncation } = calibrated(([x]) => cube(x), [1, 1, 1, 1], 0);
  expect(truncation).toBe(expected.truncation);
  expect(calibrated(([x]) => x, [2, 2], 0).rms).toBe(2);
});

test("a direction moves sixteen entries at most, and truncation is that of one of them alone", () => {
  const { points, truncation } = calibrated((x) => x.reduce((sum, y) => sum + y, 0), Array(500).fill(1), 0);
  const moved = points[0].filter((x) => x !== 1).length;
  expect(moved).toBeGreaterThan(12);
  expect(moved).toBeLessThanOrEqual(16);
  expect(truncation).toBe(0);
  const cubes = calibrated((x) => cube(x[0]), Array(16).fill(1), 0);
  expect(cubes.truncation).toBe(2 ** 20 * relativeStep ** 3);
});

test("where noise is more than 1e-8 of the slope, longer steps are tried, up to 1/8 of the scale", () => {
  // Noise of √2 κ σ / 2h
  const noise = (sigma: number, h: number) => (6 * Math.SQRT2 * sigma) / (2 * h);
  const share = (sigma: number) => noise(sigma, relativeStep) / 3;
  const least = 1e-8 / share(1);
  expect(calibrated(([x]) => 3 * x, [1], 0.9 * least).relative).toBe(relativeStep);
  const { relative, truncation, attainable } = calibrated(([x]) => 3 * x, [1], 1.1 * least);
  expect([relative, truncation]).toEqual([2 ** -5, 0]);
  expect(attainable / (noise(1.1 * least, 2 ** -5) / 3)).toBeCloseTo(1, 5);
});

test("the best step is the one of least noise and change", () => {
  const sigma = 1e-9;
  const { relative, truncation, attainable, points } = calibrated(([x]) => x ** 3, [1], sigma);
  // The slope 3 + h² changes by 15 h² from a step of 4h.
  const errorAt = (h: number) => (6 * Math.SQRT2 * sigma) / (2 * h) + 15 * h * h;
  const steps = [2 ** -15, 2 ** -13, 2 ** -11, 2 ** -9, 2 ** -7, 2 ** -5];
  const best = steps.reduce((a, b) => (errorAt(a) < errorAt(b) ? a : b));
  expect(relative).toBe(best);
  expect(truncation / (15 * best ** 3)).toBeCloseTo(1, 3);
  expect(attainable).toBeCloseTo(errorAt(best) / (3 + best ** 2), 8);
  // Steps that are hopeless are not tried; those from a quarter of the scale on show which outputs respond.
  const longest = Math.max(...points.map(([x]) => x - 1).filter((t) => t < 1 / 4));
  const hopeless = steps.find((h) => h > best && errorAt(h) > 16 * errorAt(best))!;
  expect(longest).toBe(4 * hopeless);
});

test("where rounding is all that changes, truncation is known from longer steps, with whose square it falls", () => {
  const [sigma, best] = [1e-9, 2 ** -11];
  const noise = (h: number) => (6 * Math.SQRT2 * sigma) / (2 * h);
  // An error of the slope at one step, in the noise there.
  const atBest = (share: number) =>
    calibrated(
      ([x]) => x ** 3 + (Math.abs(Math.abs(x - 1) - best) < 1e-9 ? -share * noise(best) * (x - 1) : 0),
      [1],
      sigma,
    );
  expect(atBest(0).relative).toBe(best);
  expect(atBest(1 / 2).relative).toBe(best);
  expect(atBest(1 / 2).truncation / (15 * best ** 3)).toBeCloseTo(1, 3);
  // An error that stands out of the noise of both steps is none of rounding.
  const { relative, truncation } = atBest(2);
  expect(relative).toBe(best);
  expect(truncation / best).toBeCloseTo(2 * noise(best) + 15 * best ** 2 - noise(best) - noise(4 * best), 8);
});

test("what can be had is a share of the slope of an entry, also where the slopes of several add up", () => {
  const attainable = (n: number) =>
    calibrated(
      (x) => x.reduce((sum, y) => sum + 3 * y, 0),
      Array(n).fill(1),
      1e-9,
      new Map(),
      Array(n).fill(3),
    ).attainable;
  expect(attainable(16)).toBeCloseTo(attainable(1), 12);
});

test("what changes by no bit keeps the usual step, unless a long step shows it", () => {
  // Two steps of the usual lengths, the longest one, and the farthest.
  expect(calibrated(() => 1 / 3, [1], 0).points.length).toBe(8);
  // In steps of 2^-8, whose noise is a third of that
  const stairs = calibrated(([x]) => Math.round(256 * (x - 1)) / 256, [1], 2 ** -8 / Math.sqrt(12));
  expect(stairs.relative).toBe(2 ** -5);
  expect(stairs.attainable).toBeCloseTo((6 * Math.SQRT2 * 2 ** -8) / Math.sqrt(12) / (2 * 2 ** -5), 8);
  // Where the longest step alone shows one, it is no share of the slope of the others, which is 0.
  const farthest = calibrated(([x]) => (Math.abs(x - 1) < 2 ** -3 ? 0 : x - 1), [1], 2 ** -60);
  expect(farthest.attainable).toBe(Number.POSITIVE_INFINITY);
});

test("entries at an edge of the domain stay where they are", () => {
  const beside = calibrated(([x, y]) => (x < 1 ? Number.NaN : cube(y)), [1, 1], 0, new Map([[0, 1]]));
  expect(beside.truncation).toBe(2 ** 20 * relativeStep ** 3);
  expect(calibrated(() => Number.NaN, [1], 0)).toMatchObject({ relative: relativeStep, attainable: 0 });
});

const round = Math.fround;

describe("the error bars of steps that float32 makes long", () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  // Small entries vary most: as much as the largest ones would over a step of theirs.
  const cases: [string, (x: number) => number, (x: number) => number][] = [
    ["sigmoid 700x", (x) => sigmoid(700 * x), (x) => 700 * sigmoid(700 * x) * sigmoid(-700 * x)],
    ["tanh 300x", (x) => Math.tanh(300 * x), (x) => 300 * Math.cosh(300 * x) ** -2],
    ["sin 200x", (x) => Math.sin(200 * x), (x) => 200 * Math.cos(200 * x)],
  ];
  test.each(cases)("hold the derivative of %s", (_, f, slope) => {
    for (let seed = 0; seed < 20; seed++) {
      const stream = rng(seed);
      const x = tensor([0.02, ...Array.from({ length: 3 }, () => 0.004 * stream.normal())]);
      const report = gradcheckMap(
        pointwise(
          (v) => round(f(v)),
          (v) => slope(v) * (1 + 1e-4),
          x,
        ),
        { seed, upstream: tensor([1, 1, 1, 1]) },
      );
      const { numeric, error, verdict } = report.tensors[0].entries!;
      for (const [i, v] of x.data.entries())
        if (verdict[i] === "pass")
          expect(Math.abs(numeric[i] - slope(v)), toText(report)).toBeLessThanOrEqual(error[i]);
    }
  });
});

test("they hold it too where outputs that change far away only call for longer steps", () => {
  const silu = (x: number) => x / (1 + Math.exp(-x));
  const slope = (x: number) => (1 + x / (1 + Math.exp(x))) / (1 + Math.exp(-x));
  const f = (x: number) => round(silu(round(round(x) * 0.476)));
  const right = (x: number) => 2 * 0.476 * slope(0.476 * x);
  for (let x = -1.1; x > -2; x -= 0.02) {
    const outputs = (y: number) => [y, ...[0, 1, 2, 3].map(() => Math.max(y, round(-0.1)))];
    const report = gradcheckMap(
      {
        tensors: { x: tensor([x]) },
        forward: ({ x }) => [tensor(outputs(f(x.data[0]))), 0],
        backward: (dy, _, { x }) => ({ x: tensor([(dy.data[0] / 2) * right(x.data[0]) * (1 + 1e-4)]) }),
      },
      { upstream: tensor([2, 1, 1, 1, 1]) },
    );
    const { numeric, error, verdict } = report.tensors[0].entries!;
    if (verdict[0] === "pass")
      expect(Math.abs(numeric[0] - right(x)), toText(report)).toBeLessThanOrEqual(error[0]);
  }
});

test("a gradient of 0 is not taken for silence where float32 hides a slope up to an eighth of the scale", () => {
  for (const offset of [5e6, 1e7]) {
    for (const x of [0.9, -0.7, 0.6]) {
      const report = gradcheckMap(
        pointwise(
          (v) => round(v + offset),
          () => 0,
          [x],
        ),
      );
      expect(report.tensors[0].entries!.error[0], toText(report)).toBeGreaterThan(0.5);
      expect(report.verdict).not.toBe("pass");
    }
  }
});
