import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPair, arbitraryTensor, indices } from "../../../test/arbitrary-view.ts";
import { broadcastShape, broadcastStride } from "../broadcast.ts";
import { zeros } from "../fill.ts";
import { walk } from "./walk.ts";

test("visits every entry once, in row-major order, whatever the two layouts", () => {
  fc.assert(
    fc.property(arbitraryPair, ([a, b]) => {
      const shape = broadcastShape("walk", a.shape, b.shape);
      const aStride = broadcastStride(a.shape, a.stride, shape);
      const bStride = broadcastStride(b.shape, b.stride, shape);
      const visited: number[][] = [];
      walk(shape, a.offset, aStride, b.offset, bStride, (o, n, ao, as, bo, bs) => {
        for (let i = 0; i < n; i++) visited.push([o + i, ao + i * as, bo + i * bs]);
      });
      const place = (offset: number, stride: readonly number[], index: number[]) =>
        index.reduce((at, i, axis) => at + i * stride[axis], offset);
      expect(visited).toEqual(
        indices(shape).map((index, i) => [
          i,
          place(a.offset, aStride, index),
          place(b.offset, bStride, index),
        ]),
      );
    }),
  );
});

const runs = (shape: number[], a: readonly number[], b: readonly number[]) => {
  let count = 0;
  walk(shape, 0, a, 0, b, () => count++);
  return count;
};

test("runs are as long as the layouts allow", () => {
  expect(runs([4, 5, 6], [30, 6, 1], [30, 6, 1])).toBe(1);
  expect(runs([4, 5, 6], [30, 6, 1], [0, 0, 0])).toBe(1);
  expect(runs([4, 5, 6], [30, 6, 1], [0, 0, 1])).toBe(20);
  expect(runs([4, 5, 6], [30, 6, 1], [0, 6, 1])).toBe(4);
  expect(runs([4, 5], [1, 4], [1, 4])).toBe(4);
  expect(runs([4, 1, 6], [6, 99, 1], [6, 0, 1])).toBe(1);
  expect(runs([4, 1], [7, 99], [7, 3])).toBe(1);
  expect(runs([1, 1], [5, 99], [7, 3])).toBe(1);
  expect(runs([], [], [])).toBe(1);
});

test("there is nothing to visit in a shape with no entries", () => {
  fc.assert(
    fc.property(arbitraryTensor, ({ shape }) => {
      fc.pre(shape.includes(0));
      const { stride } = zeros(shape);
      expect(runs(shape, stride, stride)).toBe(0);
    }),
  );
});
