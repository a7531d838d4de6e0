import { type Rng, rng } from "@nudge/core";
import { expect, test } from "vitest";
import { scramble, signsAndHalves, tensorDirection, upwardDirection, wholeDirection } from "./direction.ts";

/** A stream that gives these bits, 32 at a time, the lowest first. */
const streamOf = (...draws: number[]): Rng => {
  const stream = { ...rng(0), uniform: () => (draws.shift() ?? 0) / 2 ** 32 };
  return { ...stream, fork: () => stream };
};
const ones = (length: number) => new Float64Array(length).fill(1);
const slice = (name: string, offset: number, length: number) => ({ name, shape: [length], offset, length });

test("entries are scrambled by one bit each, or two", () => {
  const signs = ones(40);
  scramble(signs, [-1, 1], streamOf(0b1101, 0b10));
  expect([...signs.subarray(0, 5)]).toEqual([1, -1, 1, 1, -1]);
  expect([...signs.subarray(31, 35)]).toEqual([-1, -1, 1, -1]);
  const halves = ones(20);
  scramble(halves, signsAndHalves, streamOf(0b11_10_01_00, 0b11));
  expect([...halves.subarray(0, 5)]).toEqual([-1, -0.5, 0.5, 1, -1]);
  expect([...halves.subarray(15, 18)]).toEqual([-1, 1, -1]);
});

test("all of θ moves by the size of each entry, a zero by that of its tensor, what is fixed not at all", () => {
  const theta = Float64Array.of(3, -5, 0, 7, 0, 0);
  const slices = [slice("a", 0, 3), slice("fixed", 3, 1), slice("zeros", 4, 2)];
  const { offset, direction } = wholeDirection(theta, slices, new Set(["fixed"]), streamOf(0b111111));
  expect(offset).toBe(0);
  // √(34/3) is 3.4.
  expect([...direction]).toEqual([2, 4, 2, 0, 1, 1]);
});

test("a tensor moves as far as one entry does, each by its scale, up its gradient or with a sign of its own", () => {
  const theta = Float64Array.of(9, 3, -5, 0, 20);
  const along = (...gradient: number[]) =>
    tensorDirection(theta, slice("a", 1, 4), Float64Array.from(gradient), streamOf(0b0101), 4);
  expect(along(9, 0, 0, 0, 0).offset).toBe(1);
  // By half of their sizes, and the small ones by half of √(434/4), which is 10.4.
  expect([...along(9, 0, 0, 0, 0).direction]).toEqual([4, -4, 4, -8]);
  expect([...along(9, -2, -0.1, Number.NaN, 1e9).direction]).toEqual([-4, -4, 4, 8]);
});

test("of a large one few entries move", () => {
  const theta = ones(1000).fill(3, 500);
  const { direction } = tensorDirection(theta, slice("a", 500, 500), ones(1000).fill(0), rng(3), 16);
  const moved = direction.filter((d) => d !== 0);
  expect(moved.length).toBeGreaterThan(12);
  expect(moved.length).toBeLessThanOrEqual(16);
  expect(new Set(moved.map(Math.abs))).toEqual(new Set([2 / 4]));
  expect(new Set(moved)).toEqual(new Set([0.5, -0.5]));
});

test("uphill no two terms cancel, and what has no gradient moves at random", () => {
  const theta = Float64Array.of(9, 2, 2, 9, 2, 2);
  const gradient = Float64Array.of(1, -3, 0, 1, 4, Number.NaN);
  const slices = [slice("a", 1, 2), slice("b", 4, 2)];
  const { offset, direction } = upwardDirection(theta, slices, gradient, streamOf(0b00_00_00_00_00));
  expect(offset).toBe(1);
  // Four entries of size 2, each times 1/2, and all of them scrambled by -1.
  expect([...direction]).toEqual([-1, -1, -0, 1, -1]);
  const later = upwardDirection(theta, [slice("b", 4, 2)], gradient, streamOf(0b01_01));
  expect([later.offset, ...later.direction]).toEqual([4, 0.5, -0.5]);
});
