import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryDtype, arbitraryShape, expectEntries, expectFresh } from "../../test/arbitrary-view.ts";
import { full, ones, zeros } from "./fill.ts";

test("every entry is the value, in the precision asked for", () => {
  fc.assert(
    fc.property(arbitraryShape, arbitraryDtype, (shape, dtype) => {
      for (const [x, value] of [
        [zeros(shape, dtype), 0],
        [ones(shape, dtype), 1],
        [full(shape, 0.1, dtype), 0.1],
      ] as const) {
        expect(x.dtype).toBe(dtype);
        expectFresh(x);
        expectEntries(x, shape, () => value);
      }
    }),
  );
});

test("float64 is the default, -0 and NaN are values like any other", () => {
  expect([zeros([1]).dtype, ones([1]).dtype, full([1], 2).dtype]).toEqual(["float64", "float64", "float64"]);
  expect(full([1], -0).get(0)).toBe(-0);
  expect(full([1], Number.NaN).get(0)).toBe(Number.NaN);
});

test("errors name the function", () => {
  expect(() => zeros([2, -3])).toThrow("zeros: a shape is made of whole numbers >= 0, got [2, -3]");
  // @ts-expect-error a number is no shape
  expect(() => ones(3)).toThrow("ones: expected a shape such as [4, 3], got 3");
  // @ts-expect-error a string is no value
  expect(() => full([3], "1")).toThrow('full: expected a number, got "1"');
  // @ts-expect-error not a precision
  expect(() => zeros([3], "float16")).toThrow('zeros: expected "float64" or "float32", got "float16"');
});
