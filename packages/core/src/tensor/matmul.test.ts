import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryDtype, arbitraryView, expectEntries, expectFresh } from "../../test/arbitrary-view.ts";
import { rng } from "../random/rng.ts";
import { heNormal } from "../random/variance-scaling.ts";
import { cast } from "./copy.ts";
import { tensor } from "./create.ts";
import { ones, zeros } from "./fill.ts";
import { matmul } from "./matmul.ts";
import { toArray } from "./to-array.ts";
import { transpose } from "./transpose.ts";

const length = fc.integer({ min: 0, max: 9 });

const pair = fc
  .tuple(length, length, length, arbitraryDtype)
  .chain(([n, k, m, dtype]) => fc.tuple(arbitraryView([n, k], dtype), arbitraryView([k, m], dtype)));

test("sums over k in order and in its own precision, on views of any layout, to the last bit", () => {
  fc.assert(
    fc.property(pair, ([a, b]) => {
      const [n, k] = a.shape;
      const product = matmul(a, b);
      const round = a.dtype === "float32" ? Math.fround : (value: number) => value;
      expect(product.dtype).toBe(a.dtype);
      expectFresh(product, a, b);
      expectEntries(product, [n, b.shape[1]], ([i, j]) => {
        let total = 0;
        for (let l = 0; l < k; l++) total = round(total + round(a.get(i, l) * b.get(l, j)));
        return total;
      });
    }),
    { numRuns: 300 },
  );
});

test("sizes around the tile of the kernel", () => {
  for (const n of [1, 2, 3]) {
    for (const m of [1, 2, 3, 4, 5, 8]) {
      expect(toArray(matmul(ones([n, 6]), ones([6, m])))).toEqual(Array(n).fill(Array(m).fill(6)));
    }
  }
});

test("a row alone gives the same bits as among others, in plain JavaScript and in the kernel", () => {
  const random = rng(1);
  for (const dtype of ["float64", "float32"] as const) {
    const draw = (shape: readonly number[]) => cast(heNormal(shape)(random), dtype);
    for (const [n, k, m] of [
      [40, 5, 30],
      [40, 50, 30],
    ]) {
      const a = draw([n, k]);
      const b = draw([k, m]);
      const whole = matmul(a, b).data;
      for (let i = 0; i < n; i++) {
        const row = tensor(a.data.slice(i * k, (i + 1) * k), [1, k]);
        expect(matmul(row, b).data).toEqual(whole.slice(i * m, (i + 1) * m));
      }
    }
  }
});

test("relaxed products agree to rounding", () => {
  const x = heNormal([20, 30])(rng(1));
  const exact = matmul(x, transpose(x));
  const relaxed = matmul(x, transpose(x), { relaxed: true });
  for (const [i, entry] of exact.data.entries()) expect(relaxed.data[i]).toBeCloseTo(entry, 13);
  // @ts-expect-error an unknown option
  expect(() => matmul(x, x, { relaxd: true })).toThrow(
    'matmul: unknown option "relaxd", did you mean "relaxed"?',
  );
  expect(() => matmul(x, x, { relaxed: 1 as never })).toThrow("matmul: relaxed must be true or false, got 1");
});

test("rotations compose: the product of two is the rotation by both angles", () => {
  const rotation = (angle: number) =>
    tensor([
      [Math.cos(angle), -Math.sin(angle)],
      [Math.sin(angle), Math.cos(angle)],
    ]);
  const product = matmul(rotation(0.3), rotation(0.4));
  for (const [i, entry] of rotation(0.7).data.entries()) expect(product.data[i]).toBeCloseTo(entry, 15);
});

test("Pascal's triangle times its inverse, the one with alternating signs, is the identity", () => {
  const choose = (n: number, k: number): number => (k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  const n = 12;
  const square = (entry: (i: number, j: number) => number) =>
    tensor(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(i, j))));
  const inverse = square((i, j) => (-1) ** (i + j) * choose(i, j));
  const identity = square((i, j) => (i === j ? 1 : 0));
  expect(toArray(matmul(square(choose), inverse))).toEqual(toArray(identity));
});

test("a product over no columns is zero, one of no rows has no entries", () => {
  expect(toArray(matmul(zeros([2, 0]), zeros([0, 3])))).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(matmul(zeros([0, 2]), zeros([2, 3])).shape).toEqual([0, 3]);
  expect(matmul(zeros([3, 2]), zeros([2, 0])).shape).toEqual([3, 0]);
});

test("NaN and Infinity are not lost beside zeros", () => {
  expect(toArray(matmul(tensor([[0, 1]]), tensor([[Number.POSITIVE_INFINITY], [1]])))).toEqual([
    [Number.NaN],
  ]);
});

test("a matrix times its own transpose reads the same data twice", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(toArray(matmul(x, transpose(x)))).toEqual([
    [5, 11],
    [11, 25],
  ]);
});

const batches = fc.constantFrom(
  [[2], []],
  [[], [3]],
  [[2], [2]],
  [
    [2, 3],
    [1, 3],
  ],
  [[1], [4]],
  [[0], [0]],
);
const batchedPair = fc
  .tuple(batches, length, length, length, arbitraryDtype)
  .chain(([[a, b], n, k, m, dtype]) =>
    fc.tuple(arbitraryView([...a, n, k], dtype), arbitraryView([...b, k, m], dtype)),
  );

test("multiplies the matrices of leading axes in pairs, which broadcast", () => {
  fc.assert(
    fc.property(batchedPair, ([a, b]) => {
      const [n, k] = a.shape.slice(-2);
      const m = b.shape.at(-1)!;
      const round = a.dtype === "float32" ? Math.fround : (value: number) => value;
      const product = matmul(a, b);
      expectFresh(product, a, b);
      const at = (x: typeof a, batch: number[], row: number, column: number) =>
        x.get(
          ...batch.slice(batch.length + 2 - x.dimension).map((i, axis) => i % x.shape[axis]),
          row,
          column,
        );
      const batch = product.shape.slice(0, -2);
      expectEntries(product, [...batch, n, m], (index) => {
        const [i, j] = index.slice(-2);
        const outer = index.slice(0, -2);
        let total = 0;
        for (let l = 0; l < k; l++) total = round(total + round(at(a, outer, i, l) * at(b, outer, l, j)));
        return total;
      });
    }),
  );
  expect(matmul(zeros([2, 1, 3, 4]), zeros([5, 4, 6])).shape).toEqual([2, 5, 3, 6]);
});

test("errors name both shapes", () => {
  expect(() => matmul(zeros([5, 3]), zeros([4, 2]))).toThrow(
    new Error("matmul: cannot multiply [5, 3] by [4, 2]: 3 columns against 4 rows"),
  );
  expect(() => matmul(zeros([3]), zeros([3, 2]))).toThrow(
    "matmul: expected two matrices, got [3] and [3, 2]",
  );
  expect(() => matmul(zeros([2, 1, 3]), zeros([4, 3, 1]))).toThrow(
    "matmul: cannot broadcast [2] with [4]: 2 against 4",
  );
  expect(() => matmul(zeros([1, 2]), zeros([2, 1], "float32"))).toThrow("matmul: mixed float64 and float32");
  // @ts-expect-error an array is no tensor
  expect(() => matmul([[1]], zeros([1, 1]))).toThrow("matmul: expected a tensor, got an array of 1");
});
