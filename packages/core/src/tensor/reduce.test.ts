import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryTensor, expectEntries, expectFresh, indices } from "../../test/arbitrary-view.ts";
import { tensor } from "./create.ts";
import { full, zeros } from "./fill.ts";
import { argmax, max, mean, sum } from "./reduce.ts";
import type { Tensor } from "./tensor.ts";
import { toArray } from "./to-array.ts";

const add = (values: number[]) => values.reduce((total, value) => total + value, 0);
const greatest = (values: number[]) => Math.max(...values);
const reductions = [
  { operation: sum, reference: add },
  { operation: mean, reference: (values: number[]) => add(values) / values.length },
  { operation: max, reference: greatest },
  { operation: argmax, reference: (values: number[]) => values.indexOf(greatest(values)) },
];

const isReducible = (name: string, length: number) => length > 0 || name === "sum";
const entries = (x: Tensor) => indices(x.shape).map((index) => x.get(...index));

for (const { operation, reference } of reductions) {
  const { name } = operation;
  describe(name, () => {
    test("of all entries agrees with .get() on views of any layout", () => {
      fc.assert(
        fc.property(arbitraryTensor, (x) => {
          fc.pre(isReducible(name, x.size));
          expect(operation(x)).toBe(reference(entries(x)));
        }),
      );
    });

    test("along every axis agrees with .get(), counted from either end, with and without keepDims", () => {
      fc.assert(
        fc.property(arbitraryTensor, (x) => {
          for (const [axis, length] of x.shape.entries()) {
            if (!isReducible(name, length)) continue;
            const line = (rest: number[]) =>
              [...Array(length).keys()].map((i) => x.get(...rest.toSpliced(axis, 0, i)));
            const result = operation(x, axis);
            expect(result.dtype).toBe(x.dtype);
            expectFresh(result, x);
            expectEntries(result, x.shape.toSpliced(axis, 1), (rest) => reference(line(rest)));
            expect(operation(x, axis - x.dimension)).toEqual(result);

            const kept = operation(x, axis, { keepDims: true });
            expect(kept.shape).toEqual(x.shape.with(axis, 1));
            expect(kept.data).toEqual(result.data);
            expect(operation(x, axis, { keepDims: false })).toEqual(result);
          }
        }),
      );
    });

    test("refuses an axis that is not there, and unknown options", () => {
      expect(() => operation(zeros([2, 3]), 2)).toThrow(new Error(`${name}: [2, 3] has no axis 2`));
      expect(() => operation(zeros([2, 3]), -3)).toThrow(new Error(`${name}: [2, 3] has no axis -3`));
      expect(() => operation(zeros([2, 3]), 0.5)).toThrow(new Error(`${name}: [2, 3] has no axis 0.5`));
      // @ts-expect-error keepDims is spelt otherwise
      expect(() => operation(zeros([2]), 0, { keepdims: true })).toThrow(
        `${name}: unknown option "keepdims", did you mean "keepDims"?`,
      );
      // @ts-expect-error keepDims is a boolean
      expect(() => operation(zeros([2]), 0, { keepDims: 1 })).toThrow(
        `${name}: keepDims must be true or false, got 1`,
      );
      // @ts-expect-error an array is no tensor
      expect(() => operation([1, 2])).toThrow(`${name}: expected a tensor, got an array of 2`);
    });
  });
}

test("closed forms", () => {
  const x = tensor(
    Array.from({ length: 100 }, (_, i) => i + 1),
    [4, 25],
  );
  expect(sum(x)).toBe(5050);
  expect(mean(x)).toBe(50.5);
  expect(max(x)).toBe(100);
  expect(argmax(x)).toBe(99);
  expect(toArray(sum(x, 1))).toEqual([325, 950, 1575, 2200]);
});

test("sums of nothing are 0, the others of nothing throw", () => {
  expect(sum(zeros([0, 3]))).toBe(0);
  expect(toArray(sum(zeros([0, 3]), 0))).toEqual([0, 0, 0]);
  expect(sum(zeros([0, 3]), 1).shape).toEqual([0]);
  for (const operation of [mean, max, argmax]) {
    const { name } = operation;
    expect(() => operation(zeros([0, 3]))).toThrow(`${name}: [0, 3] has no entries`);
    expect(() => operation(zeros([0, 3]), 0)).toThrow(`${name}: [0, 3] has no entries along axis 0`);
    expect(operation(zeros([0, 3]), 1).shape).toEqual([0]);
  }
});

test("NaN is the greatest there is, wherever it stands", () => {
  for (const values of [
    [Number.NaN, 1, 2],
    [1, Number.NaN, 2],
    [1, 2, Number.NaN],
  ]) {
    expect(max(tensor(values))).toBe(Number.NaN);
    expect(argmax(tensor(values))).toBe(values.findIndex(Number.isNaN));
    expect(sum(tensor(values))).toBe(Number.NaN);
  }
  expect(argmax(tensor([Number.NaN, Number.NaN]))).toBe(0);
  expect(max(tensor([Number.NEGATIVE_INFINITY]))).toBe(Number.NEGATIVE_INFINITY);
  expect(argmax(tensor([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]))).toBe(0);
});

test("argmax gives the first of equal entries", () => {
  expect(argmax(tensor([1, 3, 3, 2]))).toBe(1);
  expect(toArray(argmax(full([2, 3], 7), 1))).toEqual([0, 0]);
});

test("float32 entries are added up in double precision", () => {
  const x = tensor(Float32Array.of(2 ** 24, 1, 1, -(2 ** 24)));
  expect(sum(x)).toBe(2);
  expect(toArray(sum(x, 0))).toBe(2);
  expect(mean(x)).toBe(0.5);
});
