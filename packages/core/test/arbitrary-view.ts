// For tests: random tensors of any layout, and a slow and obvious way to read them.
import fc from "fast-check";
import ndarray from "ndarray";
import { expect } from "vitest";
import { isContiguous } from "../src/tensor/contiguous.ts";
import { empty } from "../src/tensor/empty.ts";
import type { Dtype, Tensor, TypedArray } from "../src/tensor/tensor.ts";

export const arbitraryDtype = fc.constantFrom<Dtype>("float64", "float32");

/** Shapes of up to three axes, also [] and shapes with no entries. */
export const arbitraryShape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });

/** A view of the given shape into larger data: axes in any order, steps of any sign, an offset, entries left out. */
export function arbitraryView(shape: readonly number[], dtype: Dtype): fc.Arbitrary<Tensor> {
  const axes = [...shape.keys()];
  return fc
    .record({
      order: fc.shuffledSubarray(axes, { minLength: axes.length }),
      steps: fc.tuple(...axes.map(() => fc.constantFrom(1, 2, -1, -2))),
      before: fc.tuple(...axes.map(() => fc.nat(2))),
      after: fc.tuple(...axes.map(() => fc.nat(2))),
      seed: fc.nat(1000),
    })
    .map(({ order, steps, before, after, seed }) => {
      const stride = new Array<number>(shape.length);
      let offset = 0;
      let size = 1;
      for (const axis of order) {
        const reach = Math.max(0, shape[axis] - 1) * Math.abs(steps[axis]);
        stride[axis] = steps[axis] * size;
        offset += (before[axis] + (steps[axis] < 0 ? reach : 0)) * size;
        size *= before[axis] + reach + 1 + after[axis];
      }
      const { data } = empty([size], dtype);
      for (let i = 0; i < size; i++) data[i] = 4 * Math.sin(seed + i);
      return ndarray<TypedArray>(data, shape as number[], stride, offset);
    });
}

export const arbitraryTensor = fc
  .tuple(arbitraryShape, arbitraryDtype)
  .chain(([shape, dtype]) => arbitraryView(shape, dtype));

/** Two views whose shapes broadcast: one shape, from which either has lost leading axes or has axes of length 1. */
export const arbitraryPair = fc.tuple(arbitraryShape, arbitraryDtype).chain(([shape, dtype]) => {
  const narrowed = fc
    .tuple(fc.nat(shape.length), fc.tuple(...shape.map(() => fc.boolean())))
    .chain(([lost, single]) =>
      arbitraryView(shape.map((length, axis) => (single[axis] ? 1 : length)).slice(lost), dtype),
    );
  return fc.tuple(narrowed, narrowed);
});

/** Every index of a shape, in row-major order. */
export function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, length) => found.flatMap((index) => [...Array(length).keys()].map((i) => [...index, i])),
    [[]],
  );
}

/** Expects the entries of x to be the bits that `reference` gives for each index, rounded to the precision of x. */
export function expectEntries(
  x: Tensor,
  shape: readonly number[],
  reference: (index: number[]) => number,
): void {
  expect(x.shape).toEqual(shape);
  const round = x.dtype === "float32" ? Math.fround : (value: number) => value;
  const found = indices(shape).map((index) => x.get(...index));
  expect(found).toEqual(indices(shape).map((index) => round(reference(index))));
}

/** Expects x to be contiguous, at the start of data of its own. */
export function expectFresh(x: Tensor, ...sources: readonly Tensor[]): void {
  expect(isContiguous(x)).toBe(true);
  expect(x.offset).toBe(0);
  expect(x.data.length).toBe(x.size);
  for (const source of sources) expect(x.data.buffer).not.toBe(source.data.buffer);
}
