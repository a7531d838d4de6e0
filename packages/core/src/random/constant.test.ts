import { expect, test } from "vitest";
import { constant } from "./constant.ts";
import { rng } from "./rng.ts";

test("has the value everywhere, in float64, and draws nothing", () => {
  const random = rng(0);
  const x = constant([2, 3], 0.1)(random);
  expect(x.shape).toEqual([2, 3]);
  expect(x.data).toEqual(Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1));
  expect(random.uniform()).toBe(rng(0).uniform());
});

test("gives a new tensor each time", () => {
  const initializer = constant([1], 2);
  initializer(rng(0)).set(0, 7);
  expect(initializer(rng(0)).get(0)).toBe(2);
});

test("refuses a bad shape and a value that is not finite", () => {
  expect(() => constant([1.5], 0)).toThrow(/^constant: .*\[1\.5\]/);
  expect(() => constant([1], Number.NaN)).toThrow("constant: expected a finite number, got NaN");
});
