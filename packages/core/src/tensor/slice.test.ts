import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTensor, expectEntries } from "../../test/arbitrary-view.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { slice } from "./slice.ts";

const arbitrarySlice = arbitraryTensor
  .filter((x) => x.dimension > 0)
  .chain((x) => fc.tuple(fc.constant(x), fc.nat(x.dimension - 1), fc.nat(4), fc.nat(4)))
  .map(([x, axis, a, b]) => {
    const [start, end] = [a, b].map((i) => Math.min(i, x.shape[axis])).sort();
    return { x, axis, start, end };
  });

test("reads the entries from start to end along the axis, counted from either end", () => {
  fc.assert(
    fc.property(arbitrarySlice, ({ x, axis, start, end }) => {
      for (const view of [slice(x, axis, start, end), slice(x, axis - x.dimension, start, end)])
        expectEntries(view, x.shape.with(axis, end - start), (index) =>
          x.get(...index.with(axis, index[axis] + start)),
        );
    }),
  );
});

test("is a view", () => {
  const x = tensor([1, 2, 3]);
  slice(x, 0, 1, 2).set(0, 9);
  expect(x.get(1)).toBe(9);
});

test("refuses what is not there", () => {
  expect(() => slice(zeros([2, 3]), 2, 0, 1)).toThrow("slice: [2, 3] has no axis 2");
  for (const [start, end] of [
    [0, 4],
    [-1, 2],
    [2, 1],
    [0.5, 2],
    [0, Number.NaN],
  ])
    expect(() => slice(zeros([2, 3]), 1, start, end)).toThrow(
      `slice: [2, 3] has no entries ${start} ... ${end} along axis 1`,
    );
});
