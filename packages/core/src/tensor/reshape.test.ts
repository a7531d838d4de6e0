import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTensor, expectEntries, indices } from "../../test/arbitrary-view.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { reshape } from "./reshape.ts";
import { toArray } from "./to-array.ts";

test("keeps the row-major order of the entries, whatever the layout", () => {
  fc.assert(
    fc.property(arbitraryTensor, (x) => {
      const order = indices(x.shape);
      const flat = reshape(x, [x.size]);
      expectEntries(flat, [x.size], ([i]) => x.get(...order[i]));
      expectEntries(reshape(flat, x.shape), x.shape, (index) => x.get(...index));
    }),
  );
});

test("shares the data of a contiguous view, at its offset, and copies any other", () => {
  const x = tensor([1, 2, 3, 4, 5, 6], [3, 2]);
  const rows = x.lo(1);
  const view = reshape(rows, [4]);
  view.set(0, 30);
  expect(x.get(1, 0)).toBe(30);

  const columns = x.lo(0, 1);
  reshape(columns, [3]).set(0, -1);
  expect(toArray(columns)).toEqual([[2], [4], [6]]);
});

test("a number is a tensor of shape [1, 1], and back", () => {
  expect(toArray(reshape(tensor(5), [1, 1]))).toEqual([[5]]);
  expect(toArray(reshape(tensor([[5]]), []))).toBe(5);
});

test("refuses another number of entries and impossible shapes", () => {
  expect(() => reshape(zeros([4, 3]), [5, 2])).toThrow(
    "reshape: cannot make [5, 2] of [4, 3]: 10 entries of 12",
  );
  expect(() => reshape(zeros([4]), [-2, -2])).toThrow(
    "reshape: a shape is made of whole numbers >= 0, got [-2, -2]",
  );
  // @ts-expect-error an array is no tensor
  expect(() => reshape([1], [1])).toThrow("reshape: expected a tensor, got an array of 1");
});
