import fc from "fast-check";
import { expect, test } from "vitest";
import { decay, halfCosine, wholePower } from "./powers.ts";

test("whole powers are those of repeated products", () => {
  expect([0, 1, 2, 3, 10].map((n) => wholePower(2, n))).toEqual([1, 2, 4, 8, 1024]);
  expect(wholePower(0.5, 1074)).toBe(Number.MIN_VALUE);
  expect(wholePower(0.9, 1e9)).toBe(0);
  expect(wholePower(1, 2 ** 52)).toBe(1);
  expect(wholePower(3, 21)).toBe(3 ** 21);
  expect(wholePower(0, 0)).toBe(1);
});

test("whole powers agree with the engine's to a few bits for each time they were squared", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.nat(700), (base, exponent) => {
      const expected = base ** exponent;
      const allowed = (exponent + 1) * Number.EPSILON * expected;
      expect(Math.abs(wholePower(base, exponent) - expected)).toBeLessThanOrEqual(allowed);
    }),
    { seed: 1 },
  );
});

test("decay is e^-x", () => {
  for (const x of [0, 1e-300, 1e-9, 1e-4, 0.03, 1 / 32, 0.1, 0.7, 1, 5, 40, 300]) {
    const expected = Math.exp(-x);
    expect(Math.abs(decay(x) - expected)).toBeLessThanOrEqual((8 + 64 * x) * Number.EPSILON * expected);
  }
  expect(decay(1e9)).toBe(0);
});

test("halfCosine is cos(π turn), and exact at its ends and in the middle", () => {
  expect([0, 0.5, 1, 1.5, 2].map(halfCosine)).toEqual([1, 0, -1, 0, 1]);
  for (let turn = 0; turn < 3; turn += 1 / 128)
    expect(Math.abs(halfCosine(turn) - Math.cos(Math.PI * turn))).toBeLessThan(
      4 * (1 + turn) * Number.EPSILON,
    );
});
