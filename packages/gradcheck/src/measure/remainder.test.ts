import { rng } from "@nudge/core";
import { expect, test } from "vitest";
import { orthonormalPolynomials, remainderOf } from "./remainder.ts";

const positions = [1, 2.29, 2.83, 4.37, 4.71, 6.19, 7.17, 7.91];
const basis = orthonormalPolynomials(positions, 5);
const at = (f: (t: number) => number) => Float64Array.from(positions, f);

test("polynomials up to the highest degree leave nothing, the next one does", () => {
  for (let degree = 0; degree <= 5; degree++)
    expect(
      remainderOf(
        at((t) => (t - 3) ** degree),
        basis,
      ),
    ).toBeLessThan(1e-14 * 5 ** degree);
  expect(
    remainderOf(
      at((t) => (t - 3) ** 6),
      basis,
    ),
  ).toBeGreaterThan(1);
});

test("of noise beside a smooth function its standard deviation is left, or less by chance, but never much more", () => {
  const stream = rng(1);
  for (const sigma of [1e-3, 1e-9, 1e300, 1e-300]) {
    const found = Array.from(
      { length: 200 },
      () =>
        remainderOf(
          at((t) => sigma * (1e3 * Math.exp(t / 9) + stream.normal())),
          basis,
        ) / sigma,
    ).sort((a, b) => a - b);
    expect(found[100]).toBeGreaterThan(0.5);
    expect(found[100]).toBeLessThan(1);
    expect(found[20]).toBeGreaterThan(0.2);
    expect(found[198]).toBeLessThan(2);
  }
});

test("equal values leave nothing, zeros too", () => {
  expect(
    remainderOf(
      at(() => 0),
      basis,
    ),
  ).toBe(0);
  expect(
    remainderOf(
      at(() => 7),
      basis,
    ),
  ).toBeLessThan(1e-14);
});

test("what remains is divided by what a polynomial of that degree leaves free", () => {
  // Of four values, a straight line leaves two free; of (1, -1, -1, 1) it explains nothing, a parabola all.
  const line = orthonormalPolynomials([1, 2, 3, 4], 1);
  expect(remainderOf(Float64Array.of(1, -1, -1, 1), line)).toBeCloseTo(Math.sqrt(4 / 2), 14);
  expect(remainderOf(Float64Array.of(3, -1, 1, 5), line)).toBeCloseTo(
    // The line is 2 + 0.8 (t - 2.5): rests of 2.2, -2.6, -1.4, 1.8.
    Math.sqrt((2.2 ** 2 + 2.6 ** 2 + 1.4 ** 2 + 1.8 ** 2) / 2),
    14,
  );
  expect(remainderOf(Float64Array.of(1, -1, -1, 1), orthonormalPolynomials([1, 2, 3, 4], 2))).toBeLessThan(
    1e-14,
  );
});

test("a lower degree is taken where it leaves up to twice as much, and a constant never", () => {
  // Of (a, -b, -b, b, ...) two unit vectors: the parts that a line, a parabola and no polynomial explain.
  const [constant, slope, bend, rest] = orthonormalPolynomials([1, 2, 3, 4, 5], 3);
  const up = orthonormalPolynomials([1, 2, 3, 4, 5], 2);
  const remainder = (c: number, s: number, b: number) =>
    remainderOf(
      constant.map((x, k) => c * x + s * slope[k] + b * bend[k] + rest[k]),
      up,
    );
  // √((b² + 1) / 3) after the line, √(1 / 2) after the parabola.
  expect(remainder(0, 5, Math.sqrt(4.9))).toBeCloseTo(Math.sqrt(5.9 / 3), 12);
  expect(remainder(0, 5, Math.sqrt(5.1))).toBeCloseTo(Math.sqrt(1 / 2), 12);
  expect(remainder(5, 0, 0)).toBeCloseTo(Math.sqrt(1 / 3), 12);
});
