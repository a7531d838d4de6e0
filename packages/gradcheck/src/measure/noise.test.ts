import { describe, expect, test } from "vitest";
import { DirectionLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { unit32, unit64 } from "./float32.ts";
import { measureNoise } from "./noise.ts";

/** The noise of the outputs `f(x, k)`, k = 0 ... size - 1, along x from x₀ on. */
function noiseOf(f: (x: number, k: number) => number, x0: number, { size = 1000, offset = 0 } = {}) {
  const theta = new Theta(Float64Array.of(x0));
  const line = new DirectionLine(theta.values, 0, Float64Array.of(1));
  const evaluate = (into: Float64Array) => {
    for (let k = 0; k < size; k++) into[k] = f(theta.values[0], k);
  };
  const noise = measureNoise({ theta, evaluate }, line, size, offset);
  expect(theta.values[0]).toBe(x0);
  return noise;
}

/** Slopes from 0.2 to 2.2, in no order. */
const slope = (k: number) => 0.2 + ((k * Math.SQRT2) % 2);

const median = (x: ArrayLike<number>) => Array.from(x).toSorted((a, b) => a - b)[x.length >> 1];

/** Rounding to multiples of q is spread evenly over ± q / 2: its standard deviation is q / √12. */
function expectQuantum(sigma: Float64Array, q: number) {
  const expected = q / Math.sqrt(12);
  expect(median(sigma) / expected).toBeGreaterThan(0.6);
  expect(median(sigma) / expected).toBeLessThan(1.7);
  expect(sigma.every((one) => one < 3 * expected)).toBe(true);
  // A stretch of values that happens to fall on whole steps shows no rounding: rare, or right gradients are accused.
  const missed = sigma.filter((one) => one < 0.2 * expected).length;
  expect(missed / sigma.length).toBeLessThan(0.02);
}

test("float64 values between 1 and 2 have the noise 2^-52 / √12", () => {
  expectQuantum(noiseOf((x, k) => 1.2 + slope(k) * (x - 1), 1).sigma, 2 ** -52);
});

test("float32 values between 1 and 2 have the noise 2^-23 / √12", () => {
  const { sigma, units, isSingle } = noiseOf((x, k) => Math.fround(1.2 + slope(k) * (x - 1)), 1);
  expectQuantum(sigma, 2 ** -23);
  for (const unit of units) expect(unit).toBeCloseTo(2 ** -23 / Math.sqrt(12), 12);
  expect(isSingle).toBe(true);
});

test.each([1e-9, 1e-6, 1e-12])("values in steps of %d have the noise of that step / √12", (q) => {
  const { sigma, units } = noiseOf((x, k) => Math.round((1.2 + slope(k) * (x - 1)) / q) * q, 1);
  expectQuantum(sigma, q);
  for (const unit of units) expect(unit).toBeCloseTo(Number.EPSILON / Math.sqrt(12), 20);
});

test("noise grows with the size of the values", () => {
  for (const size of [2 ** -30, 2 ** 30])
    expectQuantum(noiseOf((x, k) => size * (1.2 + slope(k) * (x - 1)), 1).sigma, size * 2 ** -52);
});

test("outputs have their noise each on its own", () => {
  const { sigma } = noiseOf((x, k) => (k % 2 ? 1e6 : 1) * (1.2 + slope(k) * (x - 1)), 1);
  const even = sigma.filter((_, k) => k % 2 === 0);
  const odd = sigma.filter((_, k) => k % 2 === 1);
  expect(median(odd) / median(even)).toBeGreaterThan(1e5);
});

test("an output in float32 is known as one beside others of float64", () => {
  const steep = (x: number, k: number) => 30_000_034 + slope(k) * x;
  const { units, isSingle } = noiseOf((x, k) => (k % 2 ? Math.fround(steep(x, k)) : x * slope(k)), 1);
  expect(isSingle).toBe(false);
  for (const [k, unit] of units.entries()) expect(unit).toBe(k % 2 ? unit32 : unit64);
});

test("an output that never changes has no noise", () => {
  const { sigma } = noiseOf((x, k) => (k === 0 ? 1 / 3 : x * slope(k)), 1);
  expect(sigma[0]).toBe(0);
  expect(sigma[1]).toBeGreaterThan(0);
});

test.each([
  ["exp", (x: number) => Math.exp(3 * x)],
  ["x³", (x: number) => x ** 3],
  ["sin 1000x", (x: number) => 2 + Math.sin(1000 * x)],
  ["a kink", (x: number) => 1.2 + Math.abs(x - 1) / 3],
] as const)("the change of a smooth function is no noise: %s", (_, f) => {
  const { sigma } = noiseOf(f, 1, { size: 1 });
  expect(sigma[0]).toBeLessThan(4 * 2 ** -52 * Math.abs(f(1)));
});

test("noise that a step away brings is measured there", () => {
  const f = (x: number) => (x < 1.25 ? x / 3 : Math.round(x * 1e6) / 1e6);
  expect(noiseOf(f, 1, { size: 1 }).sigma[0]).toBeLessThan(1e-15);
  const { sigma } = noiseOf(f, 1, { size: 1, offset: 0.5 });
  expect(sigma[0]).toBeGreaterThan(1e-7);
  expect(sigma[0]).toBeLessThan(1e-6);
});

test("values that are not finite have no noise, and do no harm to others", () => {
  const { sigma } = noiseOf((x, k) => (k === 0 ? Number.NaN : k === 1 ? 1 / 0 : x / 3), 1, { size: 3 });
  expect(sigma[0]).toBe(0);
  expect(sigma[1]).toBe(0);
  expect(sigma[2]).toBeGreaterThan(0);
});

describe("values on a grid", () => {
  const grid = (q: number) => (x: number) => q * Math.round(x / q);

  test("have the noise of the grid, also where the spacing that shows it is whole steps of it", () => {
    // Points 2^-40 apart see one step among them; those 2^-32 apart, times 11/8, 77/32 and so on, are on the grid.
    const q = 2 ** -37;
    expect(noiseOf(grid(q), 1, { size: 1 }).sigma[0]).toBe(q / Math.sqrt(12));
  });

  test.each([1, 8])("have it where the closest points are %d steps apart", (steps) => {
    const q = 2 ** -40 / steps;
    const { sigma } = noiseOf(grid(q), 1, { size: 1 });
    expect(sigma[0] / (q / Math.sqrt(12))).toBeGreaterThan(0.5);
    expect(sigma[0] / (q / Math.sqrt(12))).toBeLessThan(3);
  });

  test("have it where long steps alone go from one to the next, if they are near each other", () => {
    const { sigma } = noiseOf((x, k) => 1 + (k === 0 ? 2 ** -20 : 1) * Math.round(10 * x), 1, { size: 2 });
    expect(sigma[0]).toBe(2 ** -20 / Math.sqrt(12));
    expect(sigma[1]).toBe(0);
  });
});

test("where the noise at the base is known of every output, fewer points do", () => {
  const theta = new Theta(Float64Array.of(1));
  const line = new DirectionLine(theta.values, 0, Float64Array.of(1));
  const countFor = (sigma: number[]) => {
    let evaluations = 0;
    const evaluate = (into: Float64Array) => {
      evaluations++;
      into.set([Math.sin(theta.values[0]), Math.exp(theta.values[0])]);
    };
    const units = sigma.map(() => 2 ** -54);
    const near = { sigma: Float64Array.from(sigma), units: Float64Array.from(units), isSingle: false };
    measureNoise({ theta, evaluate }, line, 2, 0, near);
    return evaluations;
  };
  // The base, one far step, and four points of a row, or of three.
  expect(countFor([1e-16, 1e-16])).toBe(6);
  expect(countFor([1e-16, 0])).toBe(14);
});

test("outputs that are lost at the point or beside it are counted, and those beside it have no noise", () => {
  const beside = (x: number, k: number) =>
    k === 0 ? Number.NaN : k === 1 && x > 1 && x < 1.001 ? 1 / 0 : x / 3;
  const { lost, sigma } = noiseOf(beside, 1, { size: 3 });
  expect(lost).toBe(2);
  expect(sigma[1]).toBe(0);
  expect(sigma[2]).toBeGreaterThan(0);
});

test("precision is single where the unit of rounding is that of float32", () => {
  expect(noiseOf((x) => Math.fround(Math.sin(x)), 1, { size: 1 }).isSingle).toBe(true);
  expect(noiseOf(Math.sin, 1, { size: 1 }).isSingle).toBe(false);
});
