import { expect, test } from "vitest";
import { around } from "../../test/around.ts";
import { Meter } from "../measure/meter.ts";
import { mixtureAlong } from "./mixture.ts";

type F = (x: Float64Array) => readonly number[];

const mixtureOf = (f: F, weights?: readonly number[]) => {
  const { meter, surroundings } = around([0, 0], f, { weights });
  return mixtureAlong(meter, Float64Array.of(1, 1), 2 ** -15, surroundings, Number.POSITIVE_INFINITY);
};

test.each<[string, F]>([
  ["a convex one", ([a, b]) => [Math.abs(a) + 2 * Math.abs(b)]],
  ["a concave one", ([a, b]) => [-Math.max(a, b, 0)]],
  ["one of each, that do not meet in an output", ([a, b]) => [Math.abs(a), -Math.abs(b)]],
  ["a smooth one", ([a, b]) => [Math.sin(a) * Math.exp(b)]],
  ["rounded to float32", ([a, b]) => [Math.fround(1.2345 + a + b)]],
])("%s has no mixture", (_, f) => {
  expect(mixtureOf(f)).toBe(0);
});

test.each<[string, F, readonly number[] | undefined, number]>([
  // |a| jumps up by 2, −c|b| down by 2 c: the rarer sign is the smaller one.
  ["kinks of both signs", ([a, b]) => [Math.abs(a) - Math.abs(b)], undefined, 2],
  ["the smaller of them", ([a, b]) => [Math.abs(a) - Math.abs(b) / 4], undefined, 0.5],
  ["weighed", ([a, b]) => [Math.abs(a) - Math.abs(b)], [-3], 6],
  ["of several outputs", ([a, b]) => [Math.abs(a) - Math.abs(b), Math.max(a, 0) - Math.max(b, 0)], [1, 2], 4],
])("%s: the sum of the jumps of the rarer sign", (_, f, weights, expected) => {
  expect(mixtureOf(f, weights)).toBeCloseTo(expected, 3);
});

test("a kink behind another one is seen too", () => {
  // relu(a − relu(b)): the inner kink bends the outer slope downwards, where a is above.
  expect(mixtureOf(([a, b]) => [Math.max(a - Math.max(b, 0), 0)])).toBeCloseTo(1, 3);
});

test("lines beside the point are no farther away than a step", () => {
  // |a| as far as b is at most a step away, and -|a| from there on.
  const t = 2 ** -15;
  const turned: F = ([a, b]) => [Math.abs(a) * Math.max(-1, Math.min(1, (1.5 * t - Math.abs(b)) / (t / 8)))];
  const { meter, surroundings } = around([0, 0], turned);
  const mixture = (step: number) =>
    mixtureAlong(meter, Float64Array.of(1, 0), step, surroundings, Number.POSITIVE_INFINITY);
  expect(mixture(t)).toBe(0);
  expect(mixture(4 * t)).toBeCloseTo(2, 3);
});

test("what the noise explains is no jump, nor what the rounding of a large output does", () => {
  const { meter, surroundings } = around([0, 0], ([a, b]) => [1 + Math.abs(a) - Math.abs(b)]);
  const mixture = (sigma: number, unit: number) => {
    const noise = { sigma: Float64Array.of(sigma), units: Float64Array.of(unit), isSingle: false };
    const { evaluator, weights, center } = meter;
    const planted = new Meter(evaluator, weights, center, noise, noise, () => meter.coarse());
    return mixtureAlong(planted, Float64Array.of(1, 1), 2 ** -15, surroundings, Number.POSITIVE_INFINITY);
  };
  expect(mixture(0, 0)).toBeCloseTo(2, 3);
  expect(mixture(1e-3, 0)).toBe(0);
  expect(mixture(0, 1e-3)).toBe(0);
});

test("no more lines are looked along than come to enough", () => {
  const f: F = ([a, b]) => [Math.abs(a) - Math.abs(b)];
  const { sandbox, meter, surroundings } = around([0, 0], f);
  const direction = Float64Array.of(1, 1);
  const cost = (enough: number) => {
    const before = sandbox.evaluations;
    mixtureAlong(meter, direction, 2 ** -15, surroundings, enough);
    return sandbox.evaluations - before;
  };
  expect(cost(1.9)).toBeLessThan(cost(2.1) / 4);
});
