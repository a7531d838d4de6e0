import fc from "fast-check";
import compiled from "ndarray";
import { expect, test } from "vitest";
import { arbitraryDtype, indices } from "../../test/arbitrary-view.ts";
import { full } from "./fill.ts";
import { isTensor, type Tensor } from "./tensor.ts";
import { viewOf } from "./view.ts";

/** An argument for an axis of any method: whole or not, of either sign, none, or what `pick` leaves. */
const argument = fc.oneof(
  fc.integer({ min: -3, max: 5 }),
  fc.constantFrom(null, undefined, 1.5, -0.5, Number.NaN),
);
const change = fc.record({
  method: fc.constantFrom("hi", "lo", "step", "transpose", "pick"),
  values: fc.array(argument, { maxLength: 6 }),
  order: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** The arguments that a method takes of a view of `rank` axes: `transpose` takes axes that there are, each perhaps twice. */
const argumentsOf = ({ method, values, order }: Change, rank: number) =>
  method === "transpose" ? (rank === 0 ? [] : order.slice(0, rank).map((axis) => axis % rank)) : values;

const fieldsOf = ({ data, shape, stride, offset, dtype, dimension, size }: Tensor) => {
  return { data, shape, stride, offset, dtype, dimension, size };
};

/** Both views of the same data: ndarray's and ours, after the same changes. */
const pair = fc
  .record({
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }),
    dtype: arbitraryDtype,
    changes: fc.array(change, { maxLength: 4 }),
  })
  .map(({ shape, dtype, changes }) => {
    const { data, stride } = full(shape, 0, dtype);
    for (const i of data.keys()) data[i] = Math.sin(i);
    let [theirs, ours]: [Tensor, Tensor] = [compiled(data, shape, stride, 0), viewOf(data, shape, stride, 0)];
    for (const one of changes) {
      // Of a single entry, ndarray picks an array of nothing.
      if (one.method === "pick" && theirs.dimension === 0) continue;
      const given = argumentsOf(one, theirs.dimension) as number[];
      const method = one.method as "hi";
      [theirs, ours] = [theirs[method](...given), ours[method](...given)];
    }
    return [theirs, ours];
  });

test("after any changes a view is that of ndarray", () => {
  fc.assert(
    fc.property(pair, ([theirs, ours]) => {
      expect(fieldsOf(ours)).toEqual(fieldsOf(theirs));
      expect(isTensor(ours)).toBe(isTensor(theirs));
      const strides = ({ order, stride }: Tensor) => order.map((axis) => Math.abs(stride[axis]));
      expect(strides(ours)).toEqual(strides(theirs));
    }),
    { numRuns: 500 },
  );
});

test("entries are read and written where ndarray does", () => {
  fc.assert(
    fc.property(pair, fc.double(), ([theirs, ours], value) => {
      fc.pre(isTensor(theirs));
      for (const index of indices(theirs.shape)) {
        expect(ours.index(...index)).toBe(theirs.index(...index));
        expect(ours.get(...index)).toBe(theirs.get(...index));
        expect(ours.set(...index, value)).toBe(value);
        expect(ours.get(...index)).toBe(ours.dtype === "float32" ? Math.fround(value) : value);
      }
    }),
  );
});

test("shape and strides of a view are its own", () => {
  const shape = [2];
  const x = viewOf(new Float64Array(2), shape, [1], 0);
  x.hi(1).shape[0] = 7;
  x.lo(1).stride[0] = 7;
  shape[0] = 7;
  expect([x.shape, x.stride]).toEqual([[2], [1]]);
});

test("of a single entry, pick gives it again", () => {
  expect(viewOf(Float64Array.of(1, 2), [], [], 1).pick().get()).toBe(2);
});
