import { expect, test } from "vitest";
import { guideOf, type Point } from "./guide.ts";

const steps = Array.from({ length: 20 }, (_, k) => 2 ** (-1 - 2 * k));
const curve = (f: (h: number, k: number) => number): Point[] => steps.map((h, k) => ({ x: h, y: f(h, k) }));
const known = (slope: number, noisy = false) => ({ slope, noisy, label: "", said: "" });

test("a power of the step is found, with its constant and over its whole range", () => {
  const guide = guideOf(
    curve((h) => 5 * h ** 3),
    known(3),
  );
  expect(guide?.constant).toBeCloseTo(5, 9);
  expect([guide?.from, guide?.to]).toEqual([2 ** -39, 2 ** -1]);
});

test("only the stretch that has the slope counts", () => {
  const guide = guideOf(
    curve((h) => Math.max(h ** 2, 1e-9)),
    known(2),
  );
  expect(guide?.from).toBeGreaterThan(1e-5);
  expect(guide?.to).toBe(2 ** -1);
  expect(
    guideOf(
      curve((h) => Math.max(h ** 2, 1e-9)),
      known(3),
    ),
  ).toBeUndefined();
});

test("rounding that grows as 1/h is found in spite of its scatter", () => {
  const scattered = curve((h, k) => h ** 2 + (1e-16 / h) * [0.3, 1.4, 0.05, 0.9][k % 4]);
  expect(guideOf(scattered, known(-1, true))?.constant).toBeGreaterThan(1e-17);
  expect(guideOf(scattered, known(-1))).toBeUndefined();
});

test("zeros and what is not finite are passed over; three points are too few", () => {
  const broken = curve((h, k) => (k === 0 ? Number.NaN : k < 10 ? h ** 2 : 0));
  expect(guideOf(broken, known(2))?.constant).toBeCloseTo(1, 9);
  expect(guideOf(curve((h) => h).slice(0, 3), known(1))).toBeUndefined();
  expect(guideOf([], known(-1, true))).toBeUndefined();
});
