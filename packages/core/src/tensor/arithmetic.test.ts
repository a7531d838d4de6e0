import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryPair, arbitraryTensor, expectEntries, expectFresh } from "../../test/arbitrary-view.ts";
import { add, divide, maximum, minimum, multiply, power, subtract } from "./arithmetic.ts";
import { tensor } from "./create.ts";
import { ones, zeros } from "./fill.ts";
import type { Tensor } from "./tensor.ts";
import { toArray } from "./to-array.ts";

const operations = [
  { operation: add, reference: (a: number, b: number) => a + b },
  { operation: subtract, reference: (a: number, b: number) => a - b },
  { operation: multiply, reference: (a: number, b: number) => a * b },
  { operation: divide, reference: (a: number, b: number) => a / b },
  { operation: maximum, reference: (a: number, b: number) => Math.max(a, b) },
  { operation: minimum, reference: (a: number, b: number) => Math.min(a, b) },
  { operation: power, reference: (a: number, b: number) => a ** b },
];

/** Reads x as if it had the shape that it is broadcast to. */
const read = (x: Tensor, index: readonly number[]) =>
  x.get(...index.slice(index.length - x.dimension).map((i, axis) => (x.shape[axis] === 1 ? 0 : i)));

/** NumPy's rule, from the back. */
const together = (a: readonly number[], b: readonly number[]) =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => [a.at(-1 - i) ?? 1, b.at(-1 - i) ?? 1])
    .map(([x, y]) => (x === 1 ? y : x))
    .reverse();

for (const { operation, reference } of operations) {
  const { name } = operation;
  describe(name, () => {
    test("agrees with .get() on views of any layout that broadcast, in both precisions", () => {
      fc.assert(
        fc.property(arbitraryPair, ([a, b]) => {
          const result = operation(a, b);
          expect(result.dtype).toBe(a.dtype);
          expectFresh(result, a, b);
          expectEntries(result, together(a.shape, b.shape), (index) =>
            reference(read(a, index), read(b, index)),
          );
        }),
      );
    });

    test("takes a number on either side, in the precision of the tensor", () => {
      fc.assert(
        fc.property(arbitraryTensor, fc.double({ min: -10, max: 10, noNaN: true }), (x, number) => {
          const value = x.dtype === "float32" ? Math.fround(number) : number;
          expectEntries(operation(x, number), x.shape, (index) => reference(x.get(...index), value));
          expectEntries(operation(number, x), x.shape, (index) => reference(value, x.get(...index)));
        }),
      );
    });

    test("names itself and both shapes when they do not broadcast", () => {
      expect(() => operation(zeros([2, 3]), zeros([2]))).toThrow(
        new Error(`${name}: cannot broadcast [2, 3] with [2]: 3 against 2`),
      );
    });

    test("refuses mixed precision", () => {
      expect(() => operation(zeros([2]), zeros([2], "float32"))).toThrow(
        new Error(`${name}: mixed float64 and float32`),
      );
    });
  });
}

test("a row is added to every row, a column to every column", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(toArray(add(x, tensor([10, 20, 30])))).toEqual([
    [11, 22, 33],
    [14, 25, 36],
  ]);
  expect(toArray(subtract(x, tensor([[1], [4]])))).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test("an axis of 1 stretches to no entries at all, other lengths do not", () => {
  expect(add(zeros([1, 3]), zeros([0, 3])).shape).toEqual([0, 3]);
  expect(() => add(zeros([2, 3]), zeros([0, 3]))).toThrow(
    "add: cannot broadcast [2, 3] with [0, 3]: 2 against 0",
  );
});

test("NaN and Infinity pass through", () => {
  const special = tensor([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(toArray(add(special, 1))).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(toArray(multiply(special, 0))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(toArray(maximum(special, 0))).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0]);
  expect(toArray(minimum(0, special))).toEqual([Number.NaN, 0, Number.NEGATIVE_INFINITY]);
  expect(toArray(divide(tensor([1, -1, 0]), 0))).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ]);
  expect(toArray(power(tensor([-8, 0]), 1 / 3))).toEqual([Number.NaN, 0]);
});

test("the operands are left alone, also when they are the same", () => {
  const x = ones([2, 2]);
  expect(toArray(add(x, x))).toEqual([
    [2, 2],
    [2, 2],
  ]);
  expect(toArray(x)).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test("what is no tensor is named", () => {
  // @ts-expect-error an array is no tensor
  expect(() => add(zeros([2]), [1, 2])).toThrow("add: expected a tensor or a number, got an array of 2");
  // @ts-expect-error neither is a string
  expect(() => add("1", zeros([2]))).toThrow('add: expected a tensor or a number, got "1"');
  expect(() => add(1, 2)).toThrow("add: expected a tensor, got two numbers");
});
