import { expect, test } from "vitest";
import { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { judgeEntry, typicalSize } from "./entry.ts";
import { emptySurvey } from "./survey.ts";

/** y = f(x) at 1, 3x unless given, noiseless but for what is planted; `first` is the level that is judged by, the rest is measured. */
function judge(
  analytic: number,
  first: { slope?: number; noise?: number; hidden?: number; jump?: number; changed?: boolean },
  { truncation = 0, attainable = 0, threshold = 1e-7, typical = 0, f = (x: number) => 3 * x } = {},
) {
  const { slope = 3, noise = 0, hidden = 0, jump = 0, changed = true } = first;
  const theta = new Theta(Float64Array.of(1));
  const one = (x: number) => Float64Array.of(x);
  let evaluations = 0;
  const evaluate = (into: Float64Array) => {
    evaluations++;
    into[0] = f(theta.values[0]);
  };
  const own = { sigma: one(0), units: one(2 ** -54), isSingle: false };
  const coarse = () => ({ sigma: one(0), peaks: one(0) });
  const meter = new Meter({ theta, evaluate }, one(1), one(f(1)), own, own, coarse);
  const survey = emptySurvey(one(analytic), [{ name: "x", shape: [1], offset: 0, length: 1 }]);
  const level = {
    step: 1 / 8,
    slope,
    noise,
    hidden,
    lower: slope,
    upper: slope + jump,
    blur: noise,
    changed,
  };
  judgeEntry(meter, survey, new EntryLine(theta.values, 0, 1), level, {
    truncation,
    attainable,
    threshold,
    typical,
  });
  const [numeric, error, step] = [survey.numeric[0], survey.error[0], survey.step[0]];
  const isInvestigated = evaluations > 0;
  return { verdict: survey.verdict[0], numeric, error, step, isInvestigated, evaluations, survey };
}

function judged(...given: Parameters<typeof judge>) {
  const { survey, evaluations, ...found } = judge(...given);
  return found;
}

const isInvestigated = (...given: Parameters<typeof judged>) => judged(...given).isInvestigated;

test("a gradient within the noise of a slope passes by it, and nothing better than their distance is known", () => {
  const near = { verdict: "pass", numeric: 3, step: 1 / 8, isInvestigated: false };
  expect(judged(3 + 1e-5, { noise: 2e-5 })).toEqual({ ...near, error: 2e-5 });
  const { error, ...found } = judged(3 + 2e-5, { noise: 1e-5 }, { threshold: 1e-5 });
  expect(found).toEqual(near);
  expect(error).toBeCloseTo(2e-5, 12);
  // Truncation is that of a step of 1, over the step.
  expect(judged(3, { noise: 1e-5 }, { truncation: 1e-5 }).error).toBeCloseTo(1e-5 + 8e-5, 14);
});

test("others are investigated: those beyond the noise and the threshold", () => {
  const threshold = 1e-2;
  // A hundredth of the larger one, whichever that is.
  expect([3.0301, 3.0304].map((g) => isInvestigated(g, {}, { threshold }))).toEqual([false, true]);
  expect([2.9701, 2.9699].map((g) => isInvestigated(g, {}, { threshold }))).toEqual([false, true]);
  expect(isInvestigated(3.03035, { noise: 1e-4 }, { threshold })).toBe(false);
  expect(judged(3.1, {}).verdict).toBe("wrong");
});

test("those with an error bar of more than 1e-4, or than four of what can be had, up to a tenth", () => {
  expect([2.9e-4, 3.1e-4].map((noise) => isInvestigated(3, { noise }))).toEqual([false, true]);
  expect([2.9e-4, 3.1e-4].map((noise) => isInvestigated(3, {}, { truncation: noise / 8 }))).toEqual([
    false,
    true,
  ]);
  const attainable = 1e-3;
  expect([1.19e-2, 1.21e-2].map((noise) => isInvestigated(3, { noise }, { attainable }))).toEqual([
    false,
    true,
  ]);
  expect([0.29, 0.31].map((noise) => isInvestigated(3, { noise }, { attainable: 1 }))).toEqual([false, true]);
});

test("where the truncation of the tensor is too much for an entry, a longer step shows its own", () => {
  // The slope of 3 x + c (x - 1)³ over a step of 1/2 is 3 + c / 4.
  const measured = (change: number, noise: number) =>
    judge(3, { noise }, { truncation: 1, f: (x) => 3 * x + 4 * change * (x - 1) ** 3 });
  const { verdict, numeric, error, step, evaluations } = measured(1e-4, 1e-5);
  expect([verdict, numeric, step, evaluations]).toEqual(["pass", 3, 1 / 8, 2]);
  expect(error).toBeCloseTo(1e-5 + 1e-4, 12);
  expect(measured(2.8e-4, 1e-5).evaluations).toBe(2);
  expect(measured(3e-4, 1e-5).evaluations).toBeGreaterThan(2);
  // Where noise alone is too much, it does not help.
  const others = (noise: number) => judge(3, { noise }, { f: (x) => 3 * x }).evaluations;
  expect(measured(0, 3.1e-4).evaluations).toBe(others(3.1e-4));
  expect(judge(3.1, {}, { truncation: 1 }).evaluations).toBe(judge(3.1, {}).evaluations);
});

test("those whose slopes to both sides differ by a tenth of the slope, or of those around", () => {
  expect([0.29, 0.31].map((jump) => isInvestigated(3, { jump }))).toEqual([false, true]);
  expect([0.99, 1.01].map((jump) => isInvestigated(3, { jump }, { typical: 10 }))).toEqual([false, true]);
  expect(isInvestigated(4, { jump: 0.39 }, { threshold: 1 })).toBe(false);
});

test("NaN is wrong, and a 0 passes where no bit changed", () => {
  const measured = { numeric: 3, step: 1 / 8, isInvestigated: false };
  expect(judged(Number.NaN, { noise: 0.5 })).toEqual({ verdict: "wrong", error: 0.5, ...measured });
  const still = { slope: 0, changed: false, noise: 0.5 };
  expect(judged(0, still)).toEqual({
    verdict: "pass",
    numeric: 0,
    error: 0,
    step: 1 / 8,
    isInvestigated: false,
  });
  expect(judge(0, { slope: 0, changed: false }, { truncation: 1 }).evaluations).toBe(0);
  // What outputs that stand still may hide is at most a tenth of the usual slopes.
  const hiding = (hidden: number) => isInvestigated(0, { ...still, hidden }, { attainable: 1, typical: 0.5 });
  expect([0.049, 0.051].map(hiding)).toEqual([false, true]);
  expect(isInvestigated(1e-9, still)).toBe(true);
  expect(isInvestigated(0, { slope: 1e-9 })).toBe(true);
  expect(judged(Number.POSITIVE_INFINITY, {}).verdict).toBe("wrong");
});

test("the usual size of a gradient is that of its finite entries", () => {
  expect(typicalSize(Float64Array.of(3, Number.NaN, -4, Number.POSITIVE_INFINITY))).toBeCloseTo(
    Math.sqrt(12.5),
    14,
  );
  expect(typicalSize(Float64Array.of(0, 0, Number.NaN))).toBe(0);
});

test("it is kept which entries are beyond a kink, and which at an edge of the domain", () => {
  const keptOf = (analytic: number, f: (x: number) => number) => {
    const { survey } = judge(analytic, { slope: Number.NaN }, { f });
    return [survey.verdict[0], survey.beyondKink, [...survey.edges]];
  };
  expect(keptOf(3, (x) => 3 * x)).toEqual(["pass", [], []]);
  expect(keptOf(3, (x) => Math.abs(x - 1))).toEqual(["wrong", [0], []]);
  expect(keptOf(2, (x) => (x < 1 ? Number.NaN : 2 * x))).toEqual(["pass", [], [[0, "one-sided"]]]);
});
