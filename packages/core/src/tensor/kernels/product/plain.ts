// The product in plain JavaScript: for small matrices, and for hosts without WebAssembly. Every entry is one sum over k,
// in order, rounded after each multiplication and each addition to the precision of the matrices: the bits that the
// compiled kernel gives.
import type { TypedArray } from "../../tensor.ts";
import { type Matrix, transposed } from "./matrix.ts";

/** out = a b for a: [n, k], b: [k, m], out: [n, m], which shares no data with a and b. */
export function plainProduct(out: Matrix, a: Matrix, b: Matrix): void {
  // A tile is four columns wide: they are taken from the longer side.
  if (out.columns < 4 && out.columns < out.rows) {
    plainProduct(transposed(out), transposed(b), transposed(a));
  } else if (out.data instanceof Float32Array) {
    product32(out, out.data, a, a.data, b, b.data);
  } else {
    product64(out, out.data, a, a.data, b, b.data);
  }
}

/**
 * Two rows of a meet four columns of b at a time, so that every number read is used several times. At the edges the
 * last row or column stands in for the missing ones.
 */
function product64(
  out: Matrix,
  outData: TypedArray,
  a: Matrix,
  aData: TypedArray,
  b: Matrix,
  bData: TypedArray,
): void {
  const { rows: n, columns: m, rowStride: outRow, columnStride: outColumn } = out;
  const { columns: k, rowStride: aRow, columnStride: aColumn } = a;
  const { rowStride: bRow, columnStride: bColumn } = b;
  for (let i = 0; i < n; i += 2) {
    const i1 = Math.min(i + 1, n - 1);
    const down = (i1 - i) * aRow;
    for (let j = 0; j < m; j += 4) {
      const j1 = Math.min(j + 1, m - 1);
      const j2 = Math.min(j + 2, m - 1);
      const j3 = Math.min(j + 3, m - 1);
      const right1 = (j1 - j) * bColumn;
      const right2 = (j2 - j) * bColumn;
      const right3 = (j3 - j) * bColumn;
      let p = a.offset + i * aRow;
      let q = b.offset + j * bColumn;
      let sum00 = 0;
      let sum01 = 0;
      let sum02 = 0;
      let sum03 = 0;
      let sum10 = 0;
      let sum11 = 0;
      let sum12 = 0;
      let sum13 = 0;
      for (let l = 0; l < k; l++) {
        const a0 = aData[p];
        const a1 = aData[p + down];
        const b0 = bData[q];
        const b1 = bData[q + right1];
        const b2 = bData[q + right2];
        const b3 = bData[q + right3];
        sum00 += a0 * b0;
        sum01 += a0 * b1;
        sum02 += a0 * b2;
        sum03 += a0 * b3;
        sum10 += a1 * b0;
        sum11 += a1 * b1;
        sum12 += a1 * b2;
        sum13 += a1 * b3;
        p += aColumn;
        q += bRow;
      }
      const row0 = out.offset + i * outRow;
      const row1 = out.offset + i1 * outRow;
      outData[row0 + j * outColumn] = sum00;
      outData[row0 + j1 * outColumn] = sum01;
      outData[row0 + j2 * outColumn] = sum02;
      outData[row0 + j3 * outColumn] = sum03;
      outData[row1 + j * outColumn] = sum10;
      outData[row1 + j1 * outColumn] = sum11;
      outData[row1 + j2 * outColumn] = sum12;
      outData[row1 + j3 * outColumn] = sum13;
    }
  }
}

/** As above with one row of a: rounding takes so long that reading less often gains nothing. */
function product32(
  out: Matrix,
  outData: TypedArray,
  a: Matrix,
  aData: TypedArray,
  b: Matrix,
  bData: TypedArray,
): void {
  const round = Math.fround;
  const { rows: n, columns: m, rowStride: outRow, columnStride: outColumn } = out;
  const { columns: k, rowStride: aRow, columnStride: aColumn } = a;
  const { rowStride: bRow, columnStride: bColumn } = b;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j += 4) {
      const j1 = Math.min(j + 1, m - 1);
      const j2 = Math.min(j + 2, m - 1);
      const j3 = Math.min(j + 3, m - 1);
      const right1 = (j1 - j) * bColumn;
      const right2 = (j2 - j) * bColumn;
      const right3 = (j3 - j) * bColumn;
      let p = a.offset + i * aRow;
      let q = b.offset + j * bColumn;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let l = 0; l < k; l++) {
        const x = aData[p];
        sum0 = round(sum0 + round(x * bData[q]));
        sum1 = round(sum1 + round(x * bData[q + right1]));
        sum2 = round(sum2 + round(x * bData[q + right2]));
        sum3 = round(sum3 + round(x * bData[q + right3]));
        p += aColumn;
        q += bRow;
      }
      const row = out.offset + i * outRow;
      outData[row + j * outColumn] = sum0;
      outData[row + j1 * outColumn] = sum1;
      outData[row + j2 * outColumn] = sum2;
      outData[row + j3 * outColumn] = sum3;
    }
  }
}
