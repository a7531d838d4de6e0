import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTensor, expectEntries } from "../../test/arbitrary-view.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { toArray } from "./to-array.ts";
import { transpose } from "./transpose.ts";

test("reverses the axes unless told otherwise", () => {
  fc.assert(
    fc.property(arbitraryTensor, (x) => {
      expectEntries(transpose(x), x.shape.toReversed(), (index) => x.get(...index.toReversed()));
    }),
  );
});

test("puts axis axes[i] at i, counted from either end", () => {
  const arbitraryOrder = arbitraryTensor.chain((x) =>
    fc.tuple(fc.constant(x), fc.shuffledSubarray([...x.shape.keys()], { minLength: x.dimension })),
  );
  fc.assert(
    fc.property(arbitraryOrder, ([x, axes]) => {
      const shape = axes.map((axis) => x.shape[axis]);
      const back = (index: number[]) => x.shape.map((_, axis) => index[axes.indexOf(axis)]);
      expectEntries(transpose(x, axes), shape, (index) => x.get(...back(index)));
      const fromBack = axes.map((axis) => axis - x.dimension);
      expectEntries(transpose(x, fromBack), shape, (index) => x.get(...back(index)));
    }),
  );
});

test("is a view: writing to it writes to x", () => {
  const x = tensor([[1, 2, 3]]);
  transpose(x).set(2, 0, 30);
  expect(toArray(x)).toEqual([[1, 2, 30]]);
});

test("refuses what is not an order of the axes", () => {
  const x = zeros([2, 3]);
  expect(() => transpose(x, [0])).toThrow("transpose: expected every axis of [2, 3] once, got [0]");
  expect(() => transpose(x, [1, 1])).toThrow("transpose: expected every axis of [2, 3] once, got [1, 1]");
  expect(() => transpose(x, [1, -1])).toThrow("transpose: expected every axis of [2, 3] once, got [1, -1]");
  expect(() => transpose(x, [0, 1, 1])).toThrow(
    "transpose: expected every axis of [2, 3] once, got [0, 1, 1]",
  );
  expect(() => transpose(x, [0, 2])).toThrow("transpose: [2, 3] has no axis 2");
  // @ts-expect-error an array is no tensor
  expect(() => transpose([[1]])).toThrow("transpose: expected a tensor, got an array of 1");
});

test("axes that are missing are refused, without a look at all of a long list", () => {
  const some = new Array(2);
  some[1] = 0;
  expect(() => transpose(zeros([2, 3]), some)).toThrow(new Error("transpose: [2, 3] has no axis undefined"));
  expect(() => transpose(zeros([2, 3]), new Array(1e9))).toThrow(
    new Error("transpose: expected every axis of [2, 3] once, got [1000000000 lengths]"),
  );
});
