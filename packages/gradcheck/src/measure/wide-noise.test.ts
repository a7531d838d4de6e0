import { rng } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { DirectionLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { measureNoise } from "./noise.ts";
import { widen } from "./wide-noise.ts";

type Real = (x: number) => number;

/** The noise of outputs f(x) at x₀ along x, from the closest points alone and with what wider spacings add. */
function noiseOf(outputs: readonly Real[], x0: number) {
  const theta = new Theta(Float64Array.of(x0));
  const line = new DirectionLine(theta.values, 0, Float64Array.of(1));
  let evaluations = 0;
  const evaluate = (into: Float64Array) => {
    evaluations++;
    for (const [k, f] of outputs.entries()) into[k] = f(theta.values[0]);
  };
  const center = Float64Array.from(outputs, (f) => f(x0));
  const close = measureNoise({ theta, evaluate }, line, center.length, 0);
  evaluations = 0;
  const wide = widen({ theta, evaluate }, line, center, close);
  expect(theta.values[0]).toBe(x0);
  return { close: close.sigma, wide: wide.sigma, evaluations };
}

const points = Array.from({ length: 40 }, (_, k) => 0.3 + 0.61803 * k);
const grid = (q: number) => (y: number) => q * Math.round(y / q);

/** The part that is rounded, and the least and the largest standard deviation of its rounding. */
const rounded: [string, Real, number, number][] = [
  ["sin of a number in float32", (x) => Math.fround(Math.sin(Math.fround(x))), 2 ** -28, 2 ** -19],
  ["sin in float32", (x) => Math.fround(Math.sin(x)), 2 ** -28, 2 ** -24],
  ...[1e-3, 1e-4, 1e-5, 1e-6, 1e-8].map((q): [string, Real, number, number] => {
    return [`sin to ${q}`, (x) => grid(q)(Math.sin(x)), q / 20, q / 2];
  }),
];

test.each(rounded)(
  "%s beside an exact part is noise, which the closest points do not see",
  (_, coarse, least, most) => {
    const seen = points.map((x) => noiseOf([(x) => coarse(x) + x * x], x));
    expect(seen.filter(({ close }) => close[0] > least).length).toBeLessThanOrEqual(2);
    const found = seen.filter(({ wide }) => least <= wide[0] && wide[0] <= most);
    expect(found.length).toBeGreaterThanOrEqual(0.75 * points.length);
  },
);

describe("no noise is", () => {
  test.each<readonly [string, Real]>([
    ["a smooth function", (x) => Math.exp(Math.sin(3 * x))],
    ["a wave", (x) => 2 + Math.sin(1e3 * x)],
    ["a fast wave", (x) => 2 + Math.sin(1e5 * x)],
    ["a kink at the point", (x) => Math.abs(x - points[0]) + 1],
    ["a kink beside it", (x) => Math.abs(x - points[0] - 1e-7) + Math.abs(x - points[0] + 3e-3) + 1],
    ["a jump beside it", (x) => (x > points[0] + 5e-7 ? 1.001 : 1) * Math.sin(x)],
    [
      "a jump to each side",
      (x) => (x > points[0] + 5e-7 ? 1 : x < points[0] - 1e-3 ? 1.002 : 1.001) * Math.sin(x),
    ],
    [
      "many kinks",
      (x) => {
        let sum = 0;
        for (let k = 0; k < 300; k++) sum += Math.abs(x - points[0] - 3e-2 * Math.sin(k * k));
        return sum;
      },
    ],
    ["a staircase of two digits", (x) => x + grid(0.03)(Math.sin(40 * x))],
  ])("%s", (_, f) => {
    const { close, wide } = noiseOf([f], points[0]);
    expect(wide[0]).toBeLessThanOrEqual(16 * Math.max(close[0], 2 ** -53 * Math.abs(f(points[0]))));
  });
});

test("an output that does not change by a bit has none, and one that is not finite neither", () => {
  const { wide } = noiseOf([() => 1 / 3, () => Number.NaN, (x) => Math.fround(Math.sin(x)) + x], 1);
  expect(wide[0]).toBe(0);
  expect(wide[1]).toBe(0);
  expect(wide[2]).toBeGreaterThan(1e-9);
});

test("outputs have it each on its own", () => {
  const exact = (x: number) => Math.sin(x) + x;
  const { close, wide } = noiseOf([exact, (x) => Math.fround(Math.sin(x)) + x], 1);
  expect(wide[0]).toBeLessThanOrEqual(16 * close[0]);
  expect(wide[1]).toBeGreaterThan(1e5 * close[1]);
});

test("a smooth function costs sixteen evaluations", () => {
  const stream = rng(4);
  for (let k = 0; k < 20; k++) {
    const at = 3 * stream.normal();
    expect(noiseOf([Math.sin, Math.exp, (x) => 1 / (1 + x * x)], at).evaluations).toBe(16);
  }
});
