// How far a slope along a direction is from the expected one: steps are chosen so that it shows.
import { rng } from "@nudge/core";
import { expect, test } from "vitest";
import { meterAt } from "../measure/meter-at.ts";
import { relativeStep } from "../measure/step.ts";
import { DirectionLine } from "../sandbox/line.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { subjectOfFunction } from "../subject/function.ts";
import { doubtOf, isFar, measureAlong } from "./measure-along.ts";

/** The distance of a slope along one number from what is expected, and the evaluations that it took. */
function measured(f: (x: number) => number, x: number, predicted: number, start = relativeStep) {
  const subject = subjectOfFunction({ theta: [x], value: ([x]) => f(x), gradient: () => [0] });
  const sandbox = new Sandbox(subject, { seed: 0, training: true });
  const meter = meterAt({ sandbox, weights: Float64Array.of(1), gradients: { none: new Set() } }, rng(1));
  meter.coarse();
  const before = sandbox.evaluations;
  const line = new DirectionLine(meter.theta, 0, Float64Array.of(1));
  const size = Math.abs(predicted);
  const expected = { predicted, size, entries: 1, allowed: 4e-7 * size };
  const distance = measureAlong(meter, line, expected, { start, longest: 2 ** -3 });
  return { distance, evaluations: sandbox.evaluations - before };
}

test("the first step settles a right slope", () => {
  const { distance, evaluations } = measured(Math.sin, 1, Math.cos(1));
  expect(isFar(distance)).toBe(false);
  expect(evaluations).toBe(2);
});

test.each([0, 2, -1, 1.001])("a second step settles a slope that is %d times the right one", (factor) => {
  const { distance, evaluations } = measured(Math.sin, 1, factor * Math.cos(1));
  expect(isFar(distance)).toBe(true);
  expect(distance.value).toBeCloseTo((1 - factor) * Math.cos(1), 6);
  expect(evaluations).toBe(4);
});

test.each([1e-5, 1e-3, 1, 100])(
  "rounding to float32 of x²/2 + %d is seen through by longer steps",
  (offset) => {
    const f = (x: number) => Math.fround(offset + (x * x) / 2);
    const { distance } = measured(f, 1.2345, 1.2345);
    expect(isFar(distance)).toBe(false);
    expect(doubtOf(distance)).toBeLessThan(0.02);
    expect(Math.abs(distance.value)).toBeLessThanOrEqual(distance.error);
  },
);

test.each([-1, 1])(
  "a slope that the first step hides is found by longer ones: rounded to 1e-3, %d x",
  (sign) => {
    const { distance } = measured((x) => Math.round(sign * x * 1e3) / 1e3, 1.2345, 0);
    expect(isFar(distance)).toBe(true);
    expect(Math.abs(distance.value - sign)).toBeLessThanOrEqual(distance.error);
  },
);

test.each([2 ** -18, 2 ** -20, -(2 ** -21)])("a kink %d away is left behind by shorter steps", (away) => {
  const f = (x: number) => Math.abs(x - 1 - away);
  const { distance } = measured(f, 1, -Math.sign(away));
  expect(isFar(distance)).toBe(false);
  expect(doubtOf(distance)).toBeLessThan(1e-3);
});

test("a step that is longer than usual is not trusted alone", () => {
  const f = (x: number) => Math.sin(20 * x);
  const step = 2 ** -5;
  const average = (f(1 + step) - f(1 - step)) / (2 * step);
  const { distance } = measured(f, 1, average, step);
  expect(distance.error).toBeGreaterThan(Math.abs(average - 20 * Math.cos(20)));
  expect(isFar(measured(f, 1, 20 * Math.cos(20), step).distance)).toBe(false);
  expect(measured((x) => 3 * x, 1, 3, step).evaluations).toBe(4);
});

test("where nothing changes however far, the slope is 0", () => {
  const { distance } = measured(() => 5, 1, 2);
  expect(distance).toMatchObject({ value: -2, error: 0, step: 2 ** -3 });
  expect(isFar(measured(() => 5, 1, 0).distance)).toBe(false);
});

test("outside of the domain every slope is far", () => {
  expect(isFar(measured((x) => (x > 1 ? Number.NaN : x), 1, 1).distance)).toBe(true);
});
