import fc from "fast-check";
import { expect, test } from "vitest";
import { decades, linearScale, logScale, powerOfTen } from "./scale.ts";

test("a linear scale has ticks at round values", () => {
  const { at, ticks } = linearScale([-0.46, 0.48], [0, 94], 5);
  expect(ticks.map(({ label }) => label)).toEqual(["−0.4", "−0.2", "0", "0.2", "0.4"]);
  expect(ticks.map(({ at }) => at)).toEqual([-0.4, -0.2, 0, 0.2, 0.4].map((x) => expect.closeTo(at(x), 9)));
  expect([at(-0.46), at(0.48)]).toEqual([0, 94]);
});

test("a linear scale has a few ticks between its ends, whatever they are", () => {
  const end = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
  fc.assert(
    fc.property(end, end, (a, b) => {
      fc.pre(Math.abs(b - a) > 1e-9 * Math.max(Math.abs(a), Math.abs(b)) && Math.abs(b - a) > 1e-290);
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const { ticks } = linearScale([low, high], [0, 100], 5);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(12);
      for (const { at } of ticks) {
        expect(at).toBeGreaterThan(-1e-6);
        expect(at).toBeLessThan(100 + 1e-6);
      }
    }),
  );
});

test("no two ticks have the same label, however near they are, and each says where it is", () => {
  const near = [
    [-7.846e-3, -7.834e-3],
    [1e5 + 0.5, 1e5 + 2.5],
    [-1e-7, 1e-7],
    [3e-12, 3.0001e-12],
  ] as const;
  for (const [low, high] of near) {
    const { at, ticks } = linearScale([low, high], [0, 100], 5);
    expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
    for (const tick of ticks) expect(at(Number(tick.label.replaceAll("−", "-")))).toBeCloseTo(tick.at, 3);
  }
});

test("ends closer than rounding give no endless ticks", () => {
  expect(linearScale([2e16, 2e16 + 4], [0, 100], 5).ticks.length).toBeLessThan(20);
});

test("a logarithmic scale has ticks at powers of ten, few enough to be read", () => {
  expect(logScale([1e-4, 1], [0, 4]).ticks).toEqual(
    ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"].map((label, k) => ({ at: expect.closeTo(k, 9), label })),
  );
  expect(logScale([1e-16, 1], [0, 1]).ticks.map(({ label }) => label)).toEqual(
    [-15, -12, -9, -6, -3, 0].map((k) => expect.stringContaining(k === 0 ? "10⁰" : "10⁻")),
  );
});

test("what is below a logarithmic scale is at its end", () => {
  const { at } = logScale([1e-4, 1], [0, 4]);
  expect([at(0), at(-1), at(1e-300), at(1e-2)]).toEqual([0, 0, 0, expect.closeTo(2, 9)]);
});

test("decades enclose what is positive and finite", () => {
  expect(decades([3e-7, 0, Number.NaN, 20, Number.POSITIVE_INFINITY], [1, 10])).toEqual([1e-7, 100]);
  expect(decades([0, Number.NaN], [1e-16, 1])).toEqual([1e-16, 1]);
  expect(decades([1], [1e-16, 1])).toEqual([1, 10]);
});

test("powers of ten have their exponents above the line", () => {
  expect(powerOfTen(-12)).toBe("10⁻¹²");
});
