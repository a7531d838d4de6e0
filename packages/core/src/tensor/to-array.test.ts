import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTensor } from "../../test/arbitrary-view.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import type { Tensor } from "./tensor.ts";
import { toArray } from "./to-array.ts";

const nested = (x: Tensor, index: number[]): unknown =>
  index.length === x.dimension
    ? x.get(...index)
    : [...Array(x.shape[index.length]).keys()].map((i) => nested(x, [...index, i]));

test("nests the entries of a view of any layout as its axes do", () => {
  fc.assert(
    fc.property(arbitraryTensor, (x) => {
      expect(toArray(x)).toEqual(nested(x, []));
    }),
  );
});

test("gives a number for shape [], and empty rows for no columns", () => {
  expect(toArray(tensor(5))).toBe(5);
  expect(toArray(zeros([2, 0]))).toEqual([[], []]);
  expect(toArray(zeros([0, 2]))).toEqual([]);
});

test("gives plain arrays, and refuses what is no tensor", () => {
  expect(Array.isArray(toArray(zeros([2])))).toBe(true);
  // @ts-expect-error an array is no tensor
  expect(() => toArray([1])).toThrow("toArray: expected a tensor, got an array of 1");
});
