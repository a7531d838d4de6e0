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
