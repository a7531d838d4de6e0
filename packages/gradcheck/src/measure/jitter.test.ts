import { rng } from "@nudge/core";
import { slicesOf } from "@nudge/core/internal";
import { expect, test } from "vitest";
import { normal } from "../../test/fixtures.ts";
import { jitter } from "./jitter.ts";

const slices = slicesOf({ a: normal([50]), zero: normal([50]), fixed: normal([2]) });
const theta = new Float64Array(102);
for (let i = 0; i < 50; i++) theta[i] = (i - 25) * 10 ** ((i % 9) - 4);
theta.fill(3, 100);

test("entries move by up to a tenth of themselves, so that they keep their sign", () => {
  const moved = jitter(theta, slices.slice(0, 2), rng(1));
  for (let i = 0; i < 50; i++) {
    if (theta[i] === 0) continue;
    expect(Math.abs(moved[i] - theta[i])).toBeLessThanOrEqual(0.1 * Math.abs(theta[i]) * (1 + 1e-12));
    expect(Math.sign(moved[i])).toBe(Math.sign(theta[i]));
  }
  expect(moved.subarray(0, 50).filter((x, i) => x !== theta[i]).length).toBeGreaterThan(40);
});

test("a zero among other values moves too: it may lie on a kink", () => {
  expect(theta[25]).toBe(0);
  expect(jitter(theta, slices, rng(1))[25]).not.toBe(0);
});

test("a tensor that is all zero moves to both sides, so that a bias shows", () => {
  const moved = jitter(theta, slices, rng(1)).subarray(50, 100);
  expect(moved.every((x) => x !== 0 && Math.abs(x) <= 0.1)).toBe(true);
  expect(moved.some((x) => x > 0) && moved.some((x) => x < 0)).toBe(true);
});

test("what is not to move stays, and θ itself is left alone", () => {
  const before = theta.slice();
  const moved = jitter(theta, slices.slice(0, 1), rng(1));
  expect(moved.subarray(50)).toEqual(theta.subarray(50));
  expect(theta).toEqual(before);
});

test("a zero moves by a share of its own tensor's size, a number by that of itself, the infinite not at all", () => {
  const tensors = slicesOf({ large: normal([9]), mixed: normal([4]) });
  const point = Float64Array.of(...Array(9).fill(1e9), 0, 6, -8, Number.NEGATIVE_INFINITY);
  // A stream of 3/4 goes half of the way up.
  const stream = { ...rng(0), uniform: () => 3 / 4 };
  const moved = jitter(point, tensors, stream);
  expect([...moved.subarray(10)]).toEqual([6.3, -8.4, Number.NEGATIVE_INFINITY]);
  // The size of a tensor that is not finite is 1.
  expect(moved[9]).toBe(0.05);
  expect(moved[0]).toBe(1.05e9);
  expect(jitter(Float64Array.of(...Array(9).fill(1e9), 0, 6, -8, 0), tensors, stream)[9]).toBeCloseTo(
    0.05 * 5,
    14,
  );
  expect(jitter(point, tensors, stream, 0.5)[10]).toBe(7.5);
});
