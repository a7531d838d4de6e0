import { expect, test } from "vitest";
import { around } from "../../test/around.ts";
import { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { jumpOf, sidesAlong } from "./sides.ts";

const sidesOf = (x: number, f: (x: number) => readonly number[], weights?: readonly number[]) => {
  const { meter } = around([x], ([x]) => f(x), { weights });
  return sidesAlong(meter, meter.center, new EntryLine(meter.theta, 0, 1), 2 ** -15);
};

test("the slopes to both sides of each output, weighed", () => {
  const [relu, abs, unused] = sidesOf(0, (x) => [Math.max(x, 0), Math.abs(x), x], [3, -2, 0]);
  expect([relu.left, relu.right]).toEqual([0, 3]);
  expect([abs.left, abs.right]).toEqual([2, -2]);
  expect([unused.left, unused.right, unused.rounding]).toEqual([0, 0, 0]);
  expect([jumpOf(relu), jumpOf(abs), jumpOf(unused)]).toEqual([3, 4, 0]);
});

test.each([
  ["a bend", 1, (x: number) => 3 * x + x * x],
  ["a kink beside the point", 1, (x: number) => Math.abs(x - 1 - 2 ** -14)],
  // Of two slopes whose difference is that of their rounding nothing is known.
  ["rounding", 1, (x: number) => 1e9 + x],
  ["rounding to float32", 1.1, (x: number) => Math.fround(x)],
  ["rounding of a curve to float32", 1.1, (x: number) => Math.fround(Math.sin(x))],
])("%s is no kink", (_, x, f) => {
  expect(jumpOf(sidesOf(x, (v) => [f(v)])[0])).toBe(0);
});

test.each([1e-3, 1e-2, 1])("a change of slope by %d of a slope of 1 is a kink", (share) => {
  const [sides] = sidesOf(1, (x) => [x + share * Math.max(x - 1, 0)]);
  expect(jumpOf(sides)).toBeCloseTo(share, 6);
});

test("slopes may differ by twelve standard deviations of four roundings, of the noise or of a large output", () => {
  const { meter } = around([1], ([x]) => [3 * x], { weights: [-2] });
  const roundingOf = (sigma: number, unit: number) => {
    const noise = { sigma: Float64Array.of(sigma), units: Float64Array.of(unit), isSingle: false };
    const { evaluator, weights, center } = meter;
    const planted = new Meter(evaluator, weights, center, noise, noise, () => meter.coarse());
    const [{ rounding }] = sidesAlong(planted, center, new EntryLine(meter.theta, 0, 1), 1 / 8);
    return rounding / 8 / 2;
  };
  expect(roundingOf(1e-3, 1e-6)).toBeCloseTo(12 * Math.sqrt(6) * 1e-3, 12);
  expect(roundingOf(1e-6, 1e-3)).toBeCloseTo(12 * Math.sqrt(6) * 3e-3, 12);
});
