import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryDtype, arbitraryTensor, expectEntries, expectFresh } from "../../test/arbitrary-view.ts";
import { cast, copy } from "./copy.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { toArray } from "./to-array.ts";

test("a copy has the same entries in data of its own, whatever the layout", () => {
  fc.assert(
    fc.property(arbitraryTensor, (x) => {
      const y = copy(x);
      expect(y.dtype).toBe(x.dtype);
      expectFresh(y, x);
      expectEntries(y, x.shape, (index) => x.get(...index));
    }),
  );
});

test("a cast rounds to the nearest, and copies also when nothing changes", () => {
  fc.assert(
    fc.property(arbitraryTensor, arbitraryDtype, (x, dtype) => {
      const y = cast(x, dtype);
      expect(y.dtype).toBe(dtype);
      expectFresh(y, x);
      expectEntries(y, x.shape, (index) => x.get(...index));
    }),
  );
  expect(toArray(cast(tensor([1e300, Number.NaN, 1 + 2 ** -30]), "float32"))).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NaN,
    1,
  ]);
});

test("other precisions and other values are refused", () => {
  // @ts-expect-error not a precision of tensors
  expect(() => cast(zeros([1]), "int32")).toThrow('cast: expected "float64" or "float32", got "int32"');
  // @ts-expect-error an array is no tensor
  expect(() => cast([1], "float32")).toThrow("cast: expected a tensor, got an array of 1");
  // @ts-expect-error an array is no tensor
  expect(() => copy([1])).toThrow("copy: expected a tensor, got an array of 1");
});
