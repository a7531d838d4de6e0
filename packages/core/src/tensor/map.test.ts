import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPair, arbitraryTensor, expectEntries, expectFresh } from "../../test/arbitrary-view.ts";
import { subtract } from "./arithmetic.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { map } from "./map.ts";
import { toArray } from "./to-array.ts";

test("applies a function to every entry of a view of any layout", () => {
  fc.assert(
    fc.property(arbitraryTensor, (x) => {
      const result = map(x, (value) => 3 * value + 1);
      expect(result.dtype).toBe(x.dtype);
      expectFresh(result, x);
      expectEntries(result, x.shape, (index) => 3 * x.get(...index) + 1);
    }),
  );
});

test("applies a function of two numbers with the broadcasting of the arithmetic, first x and then y", () => {
  fc.assert(
    fc.property(arbitraryPair, ([x, y]) => {
      expect(map(x, y, (a, b) => a - b)).toEqual(subtract(x, y));
    }),
  );
  expect(toArray(map(2, tensor([1, 2, 3]), (a, b) => a ** b))).toEqual([2, 4, 8]);
});

test("calls the function in row-major order, with the values alone", () => {
  const calls: unknown[][] = [];
  map(tensor([1, 2, 3, 4], [2, 2]).transpose(1, 0), (...values) => {
    calls.push(values);
    return 0;
  });
  expect(calls).toEqual([[1], [3], [2], [4]]);
});

test("a result that is not a number never becomes NaN", () => {
  // @ts-expect-error nothing is returned
  expect(() => map(zeros([2]), () => {})).toThrow("map: expected a number from f, got undefined");
  // @ts-expect-error a string is returned
  expect(() => map(zeros([2]), 1, () => "1")).toThrow('map: expected a number from f, got "1"');
});

test("refuses what is no function, shapes that do not broadcast and mixed precision", () => {
  // @ts-expect-error no function
  expect(() => map(zeros([2]), zeros([2]))).toThrow("map: expected a function, got a tensor [2]");
  expect(() => map(zeros([2]), zeros([3]), Math.max)).toThrow(
    "map: cannot broadcast [2] with [3]: 2 against 3",
  );
  expect(() => map(zeros([2]), zeros([2], "float32"), Math.max)).toThrow("map: mixed float64 and float32");
});
