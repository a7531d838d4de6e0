// For tests: products of matrices in any layout, and the slow and obvious way to compute them.
import fc from "fast-check";
import type { Matrix } from "../src/tensor/kernels/product/matrix.ts";
import type { Dtype, Tensor } from "../src/tensor/tensor.ts";
import { arbitraryDtype, arbitraryView } from "./arbitrary-view.ts";

export const matrixOf = ({
  data,
  offset,
  shape,
  stride,
}: Pick<Tensor, "data" | "offset" | "shape" | "stride">): Matrix => ({
  data,
  offset,
  rows: shape[0],
  columns: shape[1],
  rowStride: stride[0],
  columnStride: stride[1],
});

/** out: [n, m], a: [n, k] and b: [k, m], each a view into larger data. */
export function arbitraryProduct(
  length: fc.Arbitrary<number>,
): fc.Arbitrary<[out: Matrix, a: Matrix, b: Matrix]> {
  const view = (rows: number, columns: number, dtype: Dtype) =>
    arbitraryView([rows, columns], dtype).map(matrixOf);
  return fc
    .tuple(length, length, length, arbitraryDtype)
    .chain(([n, k, m, dtype]) => fc.tuple(view(n, m, dtype), view(n, k, dtype), view(k, m, dtype)));
}

/** Short and long sides, whole tiles and parts of them. */
export const side = fc.oneof(fc.nat(5), fc.nat(40), fc.constantFrom(16, 64, 65, 70));

const at = (x: Matrix, i: number, j: number) => x.offset + i * x.rowStride + j * x.columnStride;

/** The data of `out` as it has to be afterwards: the product in its place, and everything beside it as it was. */
export function referenceProduct(out: Matrix, a: Matrix, b: Matrix): Matrix["data"] {
  const round = out.data instanceof Float32Array ? Math.fround : (x: number) => x;
  const expected = out.data.slice();
  for (let i = 0; i < out.rows; i++) {
    for (let j = 0; j < out.columns; j++) {
      let total = 0;
      for (let l = 0; l < a.columns; l++)
        total = round(total + round(a.data[at(a, i, l)] * b.data[at(b, l, j)]));
      expected[at(out, i, j)] = total;
    }
  }
  return expected;
}

/** Whether two arrays of the same type have the same bits: a fast expect().toEqual() without NaN. */
export function hasSameBits(x: Matrix["data"], y: Matrix["data"]): boolean {
  const bytes = (array: Matrix["data"]) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return x.constructor === y.constructor && bytes(x).equals(bytes(y));
}

/** Σ_l |a[i, l] b[l, j]|, in the place of each entry: what its rounding errors are measured by. */
export function sizesOfSums(out: Matrix, a: Matrix, b: Matrix): Matrix["data"] {
  const absolute = (x: Matrix): Matrix => ({ ...x, data: x.data.map(Math.abs) });
  return referenceProduct(out, absolute(a), absolute(b));
}
