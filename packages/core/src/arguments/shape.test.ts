import { expect, test } from "vitest";
import { formatShape, sameShape, sizeOf, stridesOf } from "./shape.ts";

test("a shape or a pattern prints as in the documentation", () => {
  expect(formatShape([4, 3])).toBe("[4, 3]");
  expect(formatShape(["...", "n", 4])).toBe("[..., n, 4]");
  expect(formatShape([])).toBe("[]");
  expect(formatShape(new Array(64).fill(1)).match(/1/g)).toHaveLength(64);
  expect(formatShape(new Array(1e9))).toBe("[1000000000 lengths]");
});

test("strides are those of rows one after another", () => {
  expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
  expect(stridesOf([])).toEqual([]);
});

test("shapes are the same when all their lengths are", () => {
  expect(sameShape([2, 3], [2, 3])).toBe(true);
  expect(sameShape([2, 3], [3, 2])).toBe(false);
  expect(sameShape([2], [2, 1])).toBe(false);
});

test("the size of a shape is the product of its lengths, 1 without any", () => {
  expect([sizeOf([2, 3]), sizeOf([]), sizeOf([4, 0])]).toEqual([6, 1, 0]);
});
