import { expect, test } from "vitest";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { Meter } from "./meter.ts";
import { levelInside } from "./one-sided.ts";

/** A meter of y = f(x) with upstream gradients of 1, 10, 100, ..., for a noise of 1e-16. */
function meterOf(f: (x: number) => number[], x: number) {
  const theta = new Theta(Float64Array.of(x));
  const center = Float64Array.from(f(x));
  const noise = { sigma: center.map(() => 1e-16), units: center.map(() => 1e-17), isSingle: false };
  const coarse = () => ({ sigma: center.map(() => 1e-16), peaks: center.map(() => 0) });
  const evaluate = (into: Float64Array) => into.set(f(theta.values[0]));
  const weights = center.map((_, o) => 10 ** o);
  return new Meter({ theta, evaluate }, weights, center, noise, noise, coarse);
}

/** As of outputs that are known not to respond. */
const responseOf = ({ center }: Meter) => ({ peaks: center.map(() => 0), range: 0, hidden: 0, still: 0 });

const level = (f: (x: number) => number[], x: number, h: number) => {
  const meter = meterOf(f, x);
  const found = levelInside(meter, new EntryLine(meter.theta, 0, 1), h, responseOf(meter));
  expect(meter.theta[0]).toBe(x);
  return { meter, ...found };
};

const root3 = (x: number) => (x < 0 ? Number.NaN : x ** 1.5 + 2 * x);

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "an output that is %d on one side has the slope of the other, on either side",
  (lost) => {
    for (const side of [-1, 1]) {
      const { slope, lower, upper, isOneSided } = level((x) => [side * x < 0 ? lost : x + x * x], 0, 1 / 4);
      expect(isOneSided).toBe(true);
      expect(slope).toBe(1 + side / 4);
      expect([lower, upper]).toEqual([slope, slope]);
    }
  },
);

test("its noise is that of two values over one step, twice that of a central difference", () => {
  const inside = level((x) => [Math.abs(x) + 1], 1, 1 / 4);
  const edge = level((x) => [x < 1 ? Number.NaN : x + 1], 1, 1 / 4);
  expect(edge.noise / inside.noise).toBeCloseTo(2, 10);
});

test("the position that was stored counts: a step that rounding made longer is no error", () => {
  const x = 1 + 2 ** -52;
  const { slope, step } = level((y) => [y < x ? Number.NaN : 3 * (y - x)], x, 3.3 * 2 ** -51);
  expect(slope).toBe(3);
  expect(step).not.toBe(3.3 * 2 ** -51);
});

test("outputs that are finite on both sides keep both", () => {
  const { slope, lower, upper } = level((x) => [root3(x), x * x + Math.abs(x)], 0, 1 / 4);
  // The first has the slope √h + 2 to the right, the second has 0 across, and ∓ (h + 1) to the sides.
  expect(slope).toBeCloseTo(2.5, 14);
  expect(lower).toBeCloseTo(2.5 - 12.5, 13);
  expect(upper).toBeCloseTo(2.5 + 12.5, 13);
});

test("two outputs may end on two sides", () => {
  const { slope, isOneSided } = level(
    (x) => [x < 0 ? Number.NaN : 2 * x, x > 0 ? Number.NaN : 3 * x],
    0,
    1 / 4,
  );
  expect([slope, isOneSided]).toEqual([32, true]);
});

test("nothing is made up where an output has no side, or is not finite at the point", () => {
  expect(level((x) => [x === 0 ? 0 : Number.NaN], 0, 1 / 4).slope).toBeNaN();
  expect(level((x) => [x, x === 0 ? 0 : 1 / 0], 0, 1 / 4).slope).toBeNaN();
  expect(level((x) => [Math.log(Math.abs(x))], 0, 1 / 4).slope).toBeNaN();
});

test("where nothing is lost it is the central difference", () => {
  const { meter, isOneSided, ...found } = level((x) => [Math.sin(x), x ** 3], 0.7, 1 / 8);
  expect(isOneSided).toBe(false);
  expect(found).toEqual(meter.level(new EntryLine(meter.theta, 0, 1), 1 / 8, responseOf(meter)));
});

test("an output that is not 0 there is continued from where it is, by steps that may differ in length", () => {
  const x = 1 + 2 ** -52;
  // Below 1 the spacing is half of that above: a step of 1.5 units is one of 2, and of 1.5 back.
  for (const side of [1, -1]) {
    const inside = (y: number) => (side * (y - 1) < 0 ? Number.NaN : 5 + 3 * (y - 1) * 2 ** 52);
    const { slope, isOneSided } = level((y) => [inside(y)], side > 0 ? x : 1, 1.25 * 2 ** -52);
    if (isOneSided) expect(slope).toBe(3 * 2 ** 52);
  }
  expect(level((y) => [y < 1 ? Number.NaN : 5 + 3 * y], 1, 1 / 4).slope).toBe(3);
  expect(level((y) => [y > 1 ? Number.NaN : 5 + 3 * y], 1, 1 / 4).slope).toBe(3);
});
