import { describe, expect, test } from "vitest";
import { FarSteps } from "./far-steps.ts";

/** What steps away from x₀ show of outputs f(x). */
function stepsOf(outputs: readonly ((x: number) => number)[], x0: number) {
  let evaluations = 0;
  const at = (t: number, into: Float64Array) => {
    evaluations++;
    for (const [k, f] of outputs.entries()) into[k] = f(x0 + t);
  };
  const base = Float64Array.from(outputs, (f) => f(x0));
  const far = new FarSteps(at, base, 0);
  return { far, evaluations };
}

const single = Math.fround;

describe("float32", () => {
  test.each<readonly [string, ((x: number) => number)[]]>([
    ["that changes at once", [(x) => single(Math.sin(x))]],
    ["that changes over long steps alone", [(x) => single(Math.cos(x / 3e3))]],
    ["that becomes infinite", [(x) => (x > 1.5 ? Number.POSITIVE_INFINITY : single(Math.sin(1e-9 * x)))]],
    ["that no step changes", [() => single(1 / 3), () => 1]],
    ["beside a constant of float64", [(x) => single(Math.sin(x)), () => 1 / 3]],
  ])("%s is seen", (_, outputs) => {
    expect(stepsOf(outputs, 1).far.single).toBe(true);
  });

  test.each<readonly [string, ((x: number) => number)[]]>([
    ["float64", [Math.sin]],
    ["float64 that overflows", [(x) => Math.exp(1e3 * (x - 0.9) * x)]],
    ["one of two", [(x) => single(Math.sin(x)), Math.cos]],
    ["one that moves later", [(x) => single(Math.sin(x)), (x) => Math.max(1 / 3, x / 3.5)]],
    ["whole numbers", [(x) => Math.round(1e6 * x)]],
    ["numbers of few digits", [(x) => Math.round(8 * x) / 8]],
    ["a constant of float32 beside what is none", [() => single(1 / 3), Math.sin]],
    ["a constant of few digits", [() => 1]],
  ])("%s is none", (_, outputs) => {
    expect(stepsOf(outputs, 1).far.single).toBe(false);
  });
});

test("one step is enough where it changes everything", () => {
  expect(stepsOf([Math.sin, Math.exp], 1).evaluations).toBe(1);
  expect(stepsOf([Math.sin, () => 1], 1).evaluations).toBe(5);
});

test("what changes over long steps alone, and by little, is on a grid of that height", () => {
  const { far } = stepsOf([(x) => 1 + 1e-7 * Math.round(x), (x) => Math.round(x)], 1);
  expect([...far.changedAtOnce]).toEqual([]);
  expect([...far.changed]).toEqual([0, 1]);
  expect(far.gridOf(0, Number.POSITIVE_INFINITY)).toBeCloseTo(1e-7, 12);
  expect(far.gridOf(0, 1e-9)).toBe(1e-9);
  expect(far.gridOf(1, Number.POSITIVE_INFINITY)).toBeUndefined();
});

test("a grid is as coarse as 2^-16 of the largest value, at most", () => {
  const grid = (height: number) => {
    const { far } = stepsOf([(x) => (x > 2 ? 3 * (1 - height) : 3), (x) => x], 1);
    return far.gridOf(0, Number.POSITIVE_INFINITY) !== undefined;
  };
  expect([0.99 * 2 ** -16, 1.01 * 2 ** -16].map(grid)).toEqual([true, false]);
});

test("what changes over the first of all steps is told from what changes later", () => {
  const at = (least: number) => (x: number) => (Math.abs(x - 1) > least ? 1 : 0);
  const { far } = stepsOf(
    [at(1e-3), at(1e-2), at(1), at(2), (x) => (x < 0.9 ? 1 : 0), (x) => (x < 0 ? 1 : 0)],
    1,
  );
  expect([...far.changedAtOnce]).toEqual([0]);
  expect([...far.changed].sort()).toEqual([0, 1, 2, 4, 5]);
});

test("steps go from where the noise is asked for", () => {
  const points: number[] = [];
  new FarSteps((t, into) => into.fill(points.push(t)), Float64Array.of(0), 5);
  expect(points).toEqual([5 + 1.234e-3]);
});
