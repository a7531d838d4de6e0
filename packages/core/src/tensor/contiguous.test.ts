import fc from "fast-check";
import ndarray from "ndarray";
import * as ops from "ndarray-ops";
import { expect, test } from "vitest";
import {
  arbitraryDtype,
  arbitraryShape,
  arbitraryTensor,
  arbitraryView,
  expectEntries,
  indices,
} from "../../test/arbitrary-view.ts";
import { assign, contiguous, isContiguous } from "./contiguous.ts";
import { full, zeros } from "./fill.ts";
import type { TypedArray } from "./tensor.ts";

test("a view is contiguous when its entries stand one after another, axes of 1 aside", () => {
  const x = zeros([3, 4]);
  expect(isContiguous(x)).toBe(true);
  expect(isContiguous(x.lo(1))).toBe(true);
  expect(isContiguous(x.hi(3, 2))).toBe(false);
  expect(isContiguous(x.hi(1, 2))).toBe(true);
  expect(isContiguous(x.transpose(1, 0))).toBe(false);
  expect(isContiguous(x.step(-1))).toBe(false);
  expect(isContiguous(x.hi(3, 0))).toBe(true);
});

test("contiguous gives the same entries, and x itself where nothing is to do", () => {
  fc.assert(
    fc.property(arbitraryTensor, (x) => {
      const y = contiguous(x);
      expect(isContiguous(y)).toBe(true);
      expect(y === x).toBe(isContiguous(x));
      expectEntries(y, x.shape, (index) => x.get(...index));
    }),
  );
});

/** Small views of any layout, and a long one: long runs are copied in another way. */
const views = fc.oneof(arbitraryTensor, arbitraryView([100], "float64"), arbitraryView([9, 10], "float32"));

test("assign writes the entries into a stretch of an array, and nothing beside it", () => {
  fc.assert(
    fc.property(views, arbitraryDtype, (x, dtype) => {
      const { data } = full([x.size + 5], 7, dtype);
      const target = ndarray(data, x.shape, undefined, 2);
      assign(target, x);
      expectEntries(target, x.shape, (index) => x.get(...index));
      expect([...data.subarray(0, 2), ...data.subarray(x.size + 2)]).toEqual([7, 7, 7, 7, 7]);
    }),
  );
});

test("assign writes into views of any layout", () => {
  const pairs = arbitraryShape.chain((shape) =>
    fc.tuple(arbitraryView(shape, "float32"), arbitraryView(shape, "float64")),
  );
  fc.assert(
    fc.property(pairs, ([target, x]) => {
      const before = [...target.data];
      assign(target, x);
      expectEntries(target, x.shape, (index) => x.get(...index));
      const inside = new Set(indices(x.shape).map((index) => target.index(...index)));
      before.forEach((value, i) => {
        if (!inside.has(i)) expect(target.data[i]).toBe(value);
      });
    }),
  );
});

test("assign writes what ndarray-ops would, and leaves the rest", () => {
  const pairs = fc
    .tuple(arbitraryShape, arbitraryDtype, arbitraryDtype)
    .chain(([shape, to, from]) => fc.tuple(arbitraryView(shape, to), arbitraryView(shape, from)));
  fc.assert(
    fc.property(pairs, ([target, x]) => {
      const theirs = ndarray<TypedArray>(target.data.slice(), target.shape, target.stride, target.offset);
      ops.assign(theirs, x);
      assign(target, x);
      expect(target.data).toEqual(theirs.data);
    }),
  );
});
