// What is known of a slope that can be had to one side only, where noise and the response to long steps are planted.
import { describe, expect, test } from "vitest";
import { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { Claim } from "./claim.ts";
import { judgeCusp, judgeEdge } from "./edge.ts";

interface Planted {
  readonly scale?: number;
  readonly range?: number;
  readonly sigma?: number;
  readonly threshold?: number;
}

/** Judges a gradient of f at 1. */
function judged(
  f: (x: number) => number,
  analytic: number,
  { scale = 1, range = 0, sigma = 0, threshold = 0 }: Planted = {},
  judge: typeof judgeCusp = judgeEdge,
) {
  const theta = new Theta(Float64Array.of(1));
  const steps = new Set<number>();
  const evaluate = (into: Float64Array) => {
    const x = theta.values[0];
    steps.add(Math.abs(x - 1));
    into[0] = f(x);
  };
  const one = (y: number) => Float64Array.of(y);
  const noise = { sigma: one(sigma), units: one(2 ** -60), isSingle: false };
  const coarse = () => ({ sigma: one(0), peaks: one(0) });
  const meter = new Meter({ theta, evaluate }, one(1), one(f(1)), noise, noise, coarse);
  const response = { peaks: one(1), range, hidden: 0, still: 0 };
  const line = new EntryLine(theta.values, 0, scale);
  const judgement = judge(meter, line, new Claim(analytic, threshold), response);
  expect(theta.values[0]).toBe(1);
  return { judgement, steps: [...steps] };
}

const found = (...given: Parameters<typeof judged>) => judged(...given).judgement!;
const verdictOf = (...given: Parameters<typeof judged>) => found(...given).verdict;

/** y is f(t) at 1 + t, above 1 alone. */
const above = (f: (t: number) => number) => (x: number) => (x < 1 ? Number.NaN : f(x - 1));
const linear = above((t) => 8 + 2 * t);
const nothing = (x: number) => (x === 1 ? 0 : Number.NaN);

describe("an output that is finite to one side", () => {
  test("has the slope to that side", () => {
    expect(found(linear, 2)).toMatchObject({ verdict: "pass", edge: "one-sided" });
    expect(found(linear, 2).numeric).toBeCloseTo(2, 12);
    expect(found((x) => linear(2 - x), -2)).toMatchObject({ verdict: "pass", edge: "one-sided" });
    const { judgement, steps } = judged(linear, 2, { sigma: 2 ** -40 });
    expect(judgement!.step).toBe(Math.min(...steps.filter((step) => step > 0)));
    expect(found(linear, 2.5)).toMatchObject({ verdict: "wrong", edge: "one-sided" });
  });

  test("is known up to an error bar: beyond two of it and the threshold a gradient is wrong", () => {
    const noisy = { sigma: 2 ** -20 };
    const { error, numeric } = found(linear, 2, noisy);
    expect(error).toBeGreaterThan(1e-6);
    const verdicts = (threshold: number) =>
      [0.99, 1.01, 1.99, 2.01].map((times) => {
        const off = times * error;
        return verdictOf(linear, (numeric + off) / (1 - threshold), { ...noisy, threshold });
      });
    expect(verdicts(0)).toEqual(["pass", "inconclusive", "inconclusive", "wrong"]);
    expect(verdicts(1e-3)).toEqual(["pass", "inconclusive", "inconclusive", "wrong"]);
    expect(found(linear, numeric + 1.5 * error, noisy)).toMatchObject({ edge: "unsettled", numeric, error });
  });

  test("has no infinite gradient where its slope is known to a tenth", () => {
    expect(verdictOf(linear, Number.POSITIVE_INFINITY)).toBe("wrong");
    expect(verdictOf(linear, Number.NEGATIVE_INFINITY)).toBe("wrong");
    // Noise of about the size of the slope at the longest step.
    expect(verdictOf(linear, Number.POSITIVE_INFINITY, { sigma: 2 ** -4 })).toBe("inconclusive");
  });

  test("at rest is known as a share of what the output moves over the scale, a thousandth", () => {
    const rest = above((t) => t * t);
    const { error } = found(rest, 0, { range: 1e9, sigma: 2 ** -40 });
    for (const scale of [1, 4]) {
      const { error } = found(rest, 0, { range: 1e9, sigma: 2 ** -40, scale });
      const verdict = (times: number) =>
        verdictOf(rest, 0, { range: times * 1e3 * error * scale, sigma: 2 ** -40, scale });
      expect([1.01, 0.5].map(verdict)).toEqual(["pass", "inconclusive"]);
    }
    expect(error).toBeLessThan(1e-2);
  });
});

test("finite to both sides it may have a kink: the slopes between them are right", () => {
  const kink = (x: number) => 8 + 2 * (x - 1) + 3 * Math.abs(x - 1);
  for (const analytic of [-1, 1, 2, 5])
    expect(found(kink, analytic)).toMatchObject({ verdict: "kink", edge: undefined });
  for (const analytic of [-1.1, 5.1]) expect(verdictOf(kink, analytic)).toBe("wrong");
  expect(found(kink, 2).error).toBeCloseTo(3, 6);
  expect(found(kink, 2).numeric).toBeCloseTo(2, 6);
  expect(verdictOf((x) => 8 + 2 * (x - 1), 2)).toBe("pass");
});

test("where it is finite nowhere nothing is known", () => {
  for (const analytic of [0, 1, Number.POSITIVE_INFINITY])
    expect(found(nothing, analytic)).toEqual({
      ...{ verdict: "inconclusive", numeric: Number.NaN, error: Number.POSITIVE_INFINITY },
      ...{ step: 1, edge: "outside" },
    });
});

describe("slopes that grow without end", () => {
  const root = above(Math.sqrt);
  const open = { verdict: "inconclusive", numeric: Number.NaN, step: 1, edge: "unsettled" };

  test("are no derivative, and only an infinite one of the other sign is wrong", () => {
    for (const analytic of [0, 5, -1e9, Number.POSITIVE_INFINITY])
      expect(found(root, analytic)).toMatchObject(open);
    expect(found(root, Number.NEGATIVE_INFINITY)).toMatchObject({ ...open, verdict: "wrong" });
    expect(verdictOf((x) => root(2 - x), Number.POSITIVE_INFINITY)).toBe("wrong");
    expect(verdictOf((x) => root(2 - x), Number.NEGATIVE_INFINITY)).toBe("inconclusive");
  });

  test("may grow both ways: then no infinite one is wrong", () => {
    const cusp = (x: number) => Math.sqrt(Math.abs(x - 1)) + Math.sqrt(Math.max(0, x - 1));
    for (const analytic of [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
      expect(verdictOf(cusp, analytic)).toBe("inconclusive");
  });

  test("are a cusp, where they grow by less than at a jump", () => {
    const cusp = (f: (x: number) => number, analytic = 5) => judged(f, analytic, {}, judgeCusp).judgement;
    expect(cusp((x) => Math.sqrt(Math.abs(x - 1)))).toMatchObject(open);
    expect(cusp((x) => Math.cbrt(x - 1), Number.NEGATIVE_INFINITY)).toMatchObject({ verdict: "wrong" });
    expect(cusp((x) => 2 * x)).toBeUndefined();
    expect(cusp((x) => (x >= 1 ? 1 : 0))).toBeUndefined();
  });
});

describe("which steps are taken", () => {
  test("by 4 from an eighth of the scale, until the limit is known in eight digits", () => {
    const { steps } = judged(linear, 2, { scale: 4 });
    expect(steps.filter((step) => step > 0).slice(0, 3)).toEqual([1 / 2, 1 / 8, 1 / 32]);
    // An error of h³ at most: of x³ it takes a step of 2^-9 or so.
    const cubic = judged(
      above((t) => 3 * t + t * t),
      3,
    ).steps;
    const least = Math.min(...cubic.filter((step) => step > 0));
    expect(least).toBeLessThan(2 ** -11);
    expect(least).toBeGreaterThan(2 ** -31);
  });

  test("by 2^10 while nothing is finite there", () => {
    const { steps } = judged((x) => (Math.abs(x - 1) > 2 ** -20 ? Number.NaN : linear(x)), 2);
    expect(steps.filter((step) => step > 0).slice(0, 4)).toEqual([2 ** -3, 2 ** -13, 2 ** -23, 2 ** -25]);
  });

  test("six more after the best, where rounding makes it worse", () => {
    const { steps, judgement } = judged(linear, 2, { sigma: 2 ** -20 });
    const all = steps.filter((step) => step > 0);
    expect(judgement?.verdict).toBe("pass");
    // The limit needs three steps; its error grows from there.
    expect(all.length).toBe(3 + 6);
  });
});
