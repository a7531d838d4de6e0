// What is measured of a suspect, and what it takes to decide, where slopes and noise are planted.
import { describe, expect, test } from "vitest";
import { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { Claim } from "./claim.ts";
import { investigate } from "./investigate.ts";

interface Planted {
  readonly x?: number;
  readonly scale?: number;
  readonly sigma?: number;
  readonly peak?: number;
  readonly threshold?: number;
  /** The first step. */
  readonly step?: number;
}

/** Investigates a gradient of f at x, and gives the steps that were taken, as half of the distance of their ends. */
function investigated(f: (x: number) => number, analytic: number, planted: Planted = {}) {
  const { x = 1, scale = 1, sigma = 2 ** -53, peak = 0, threshold = 1e-7, step = 2 ** -17 } = planted;
  const theta = new Theta(Float64Array.of(x));
  const points: number[] = [];
  const evaluate = (into: Float64Array) => {
    points.push(theta.values[0]);
    into[0] = f(theta.values[0]);
  };
  const one = (y: number) => Float64Array.of(y);
  const noise = { sigma: one(sigma), units: one(2 ** -54), isSingle: false };
  const coarse = () => ({ sigma: one(sigma), peaks: one(peak) });
  const meter = new Meter({ theta, evaluate }, one(1), one(f(x)), noise, noise, coarse);
  const line = new EntryLine(theta.values, 0, scale);
  const first = meter.level(line, step);
  points.length = 0;
  const judgement = investigate(meter, line, new Claim(analytic, threshold), first);
  expect(theta.values[0]).toBe(x);
  // Two ends each, after the eight of the response.
  const ends = points.slice(8);
  const steps = ends.flatMap((end, k) => (k % 2 === 0 ? [(end - ends[k + 1]) / 2] : []));
  return { ...judgement, steps };
}

const verdictOf = (...given: Parameters<typeof investigated>) => investigated(...given).verdict;

describe("an output that no step changes", () => {
  // Rounding hides a change of κ σ over the scale: 6 · 2^-20.
  const error = 6 * 2 ** -20;
  const still = { sigma: 2 ** -20 };

  test("has the gradient 0, and may have one that rounding hides", () => {
    expect(investigated(() => 5, 0, still)).toMatchObject({ verdict: "pass", numeric: 0, error: 0, step: 1 });
    expect(investigated(() => 5, 7.9 * error, still)).toMatchObject({ verdict: "unmeasurable", numeric: 0 });
    expect(investigated(() => 5, 7.9 * error, still).error / error).toBeCloseTo(1, 14);
  });

  test("has no gradient above eight times of that, which backward's own rounding cannot be", () => {
    for (const sign of [-1, 1]) {
      expect(verdictOf(() => 5, sign * 7.9 * error, still)).toBe("unmeasurable");
      expect(verdictOf(() => 5, sign * 8.1 * error, still)).toBe("wrong");
    }
    expect(verdictOf(() => 5, 8.1 * error, { ...still, scale: 4 })).toBe("wrong");
    expect(verdictOf(() => 5, (8.1 * error) / 4, { ...still, scale: 4 })).toBe("wrong");
    expect(verdictOf(() => 5, (7.9 * error) / 4, { ...still, scale: 4 })).toBe("unmeasurable");
  });
});

test("a line without a scale is not measured", () => {
  expect(investigated((x) => x, 1, { scale: Number.POSITIVE_INFINITY })).toMatchObject({
    verdict: "unmeasurable",
    numeric: Number.NaN,
    error: Number.POSITIVE_INFINITY,
  });
});

describe("which steps are taken", () => {
  test("shorter ones first where the slope is sharp, until they agree in four digits", () => {
    // From 2^-5, in whose truncation the gradient was lost.
    const { verdict, steps } = investigated(Math.exp, Math.E, { step: 2 ** -5 });
    expect(verdict).toBe("pass");
    expect(steps).toEqual([2 ** -5, 2 ** -7, 2 ** -9]);
  });

  test("longer ones first where it is dim", () => {
    const { verdict, steps } = investigated((x) => 3 * x, 3, { sigma: 2 ** -24 });
    expect(verdict).toBe("pass");
    expect(steps.every((step, k) => k === 0 || step > steps[k - 1])).toBe(true);
  });

  test("on an own scale of an entry much smaller than its tensor, where it is wild", () => {
    // It varies over 2^-20, and is flat from there.
    const x = 2 ** -20;
    const { verdict, steps } = investigated((y) => Math.tanh(y / x), (1 - Math.tanh(1) ** 2) / x, { x });
    expect(verdict).toBe("pass");
    expect(steps).toContain(2 ** -37);
  });

  test("longer ones first where the noise of shorter ones would hide by how much the gradient is off", () => {
    const sigma = 2 ** -33;
    const noise = (6 * Math.SQRT2 * sigma) / (2 * 2 ** -17);
    const off = (times: number) => investigated((x) => x, 1 + times * noise, { sigma });
    for (const times of [1.1, 2, 7.9]) {
      expect(off(times).verdict).toBe("wrong");
      expect(off(times).steps.slice(0, 3)).toEqual([2 ** -17, 2 ** -15, 2 ** -13]);
    }
    for (const times of [0.9, 8.1]) expect(off(times).steps.slice(0, 2)).toEqual([2 ** -17, 2 ** -19]);
  });

  /** 5x, which ends so far from x₀ to both sides. */
  const within = (width: number, x0: number) => (x: number) =>
    Math.abs(x - x0) > width ? Number.NaN : 5 * x;

  test.each([
    // An entry of size 1 is moved by the usual share of itself, then by 2^-10 of that, and so on.
    { x: 1, width: 2 ** -40, outside: [2 ** -17, 2 ** -27, 2 ** -37], inside: 2 ** -47 },
    { x: 1, width: 2 ** -20, step: 2 ** -19, outside: [2 ** -19], inside: 2 ** -29 },
    // One that is smaller than its tensor lives on its own scale.
    { x: 2 ** -10, width: 2 ** -28, outside: [2 ** -27], inside: 2 ** -37 },
    { x: 3 * 2 ** -11, width: 2 ** -26, outside: [], inside: 2 ** -27 },
    // A zero has none.
    { x: 0, sigma: 0, width: 2 ** -60, outside: [2 ** -27, 2 ** -37, 2 ** -47, 2 ** -57], inside: 2 ** -67 },
  ])("shorter ones where the first leaves the domain: %s", ({ width, outside, inside, ...planted }) => {
    const { x } = planted;
    const { verdict, numeric, steps } = investigated(within(width, x), 5, planted);
    expect(steps.slice(0, outside.length + 1)).toEqual([...outside, inside]);
    expect(verdict).toBe("pass");
    expect(numeric).toBeCloseTo(5, 3);
    expect(verdictOf(within(width, x), 5.1, planted)).not.toBe("pass");
  });

  test("none shorter than four units of an entry: then it lies at an edge of the domain", () => {
    const { verdict, edge, steps } = investigated(within(2 ** -53, 1), 5);
    expect(steps.slice(0, 5)).toEqual([2 ** -17, 2 ** -27, 2 ** -37, 2 ** -47, 2 ** -3]);
    expect([verdict, edge]).toEqual(["inconclusive", "outside"]);
  });

  test("three that agree refute a gradient", () => {
    expect(investigated((x) => 3 * x, 3.3)).toMatchObject({ verdict: "wrong", beyondKink: false });
    // The others are longer ones, which may object, and one as short as noise lets it be: of waves it would be another slope.
    const { steps } = investigated((x) => 3 * x, 3.3);
    expect(steps.slice(0, 3)).toEqual([2 ** -17, 2 ** -19, 2 ** -21]);
    expect(steps.filter((t) => t < 2 ** -17).slice(2)).toEqual([2 ** -45]);
  });

  test("none shorter than those that drown in noise", () => {
    // Of 1 ± 6.5e-5 at the first step, 4 times as much at each shorter one, which is not settled by any.
    const sigma = 2 ** -33;
    const noise = (h: number) => (6 * Math.SQRT2 * sigma) / (2 * h);
    const { steps } = investigated((x) => x, 1, { sigma });
    const drowned = [...Array(20).keys()].map((k) => 2 ** -17 / 4 ** k).find((h) => noise(h) > 1)!;
    expect(Math.min(...steps)).toBe(drowned);
    expect(steps.indexOf(drowned)).toBe(Math.log2(2 ** -17 / drowned) / 2);
  });
});

describe("what it takes to decide", () => {
  test("a gradient beyond the error bar is wrong, one within it is right", () => {
    for (const times of [0, 0.5, 0.99, 1.01, 2, -1]) {
      expect(verdictOf(Math.exp, times * Math.E)).toBe("wrong");
      expect(verdictOf(Math.sin, times * Math.cos(1))).toBe("wrong");
    }
    expect(investigated(Math.exp, Math.E)).toMatchObject({ verdict: "pass" });
    expect(verdictOf(Math.exp, Math.E * (1 + 1e-3), { threshold: 2e-3 })).toBe("pass");
    expect(verdictOf(Math.exp, Math.E * (1 + 1e-3), { threshold: 5e-4 })).toBe("wrong");
  });

  test("an infinite gradient is wrong where there is a slope", () => {
    expect(verdictOf(Math.exp, Number.POSITIVE_INFINITY)).toBe("wrong");
  });

  test("a slope that drowns in noise measures nothing", () => {
    expect(verdictOf((x) => x, 1, { sigma: 1 })).toBe("unmeasurable");
  });

  test("at a kink the slopes to both sides are right, and beyond it is said that it is one", () => {
    const kink = (x: number) => 2 * x + 3 * Math.abs(x - 1);
    for (const analytic of [-1, 0, 5]) expect(verdictOf(kink, analytic)).toBe("kink");
    expect(investigated(kink, 6)).toMatchObject({ verdict: "wrong", beyondKink: true });
  });

  test("where the slopes grow without end there is no derivative", () => {
    const cusp = (x: number) => Math.sqrt(Math.abs(x - 1));
    expect(investigated(cusp, 5)).toMatchObject({ verdict: "inconclusive", edge: "unsettled" });
  });

  test("a slope beside a jump is none", () => {
    expect(verdictOf((x) => x + (x >= 1 ? 1 : 0), 1)).not.toBe("wrong");
    expect(verdictOf((x) => 2 * x + (x > 1 + 1e-4 ? 1 : 0), 2)).toBe("pass");
    expect(verdictOf((x) => 2 * x + (x > 1 + 1e-4 ? 1 : 0), 3)).toBe("wrong");
  });
});
