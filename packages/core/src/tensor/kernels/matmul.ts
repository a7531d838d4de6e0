import type { TypedArray } from "../empty.ts";

/**
 * out = a b for a: [n, k], b: [k, m] and out: [n, m], each given as data, offset, row stride and column stride.
 *
 * Two rows of a meet four columns of b at a time, so that every number read is used several times. At the edges the
 * last row or column stands in for the missing ones. Each entry is summed over k in order and in double precision:
 * the same bits whatever the strides and the size of the matrices.
 */
export function matmul(
  n: number,
  k: number,
  m: number,
  out: TypedArray,
  outOffset: number,
  outRow: number,
  outColumn: number,
  a: TypedArray,
  aOffset: number,
  aRow: number,
  aColumn: number,
  b: TypedArray,
  bOffset: number,
  bRow: number,
  bColumn: number,
): void {
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
      let p = aOffset + i * aRow;
      let q = bOffset + j * bColumn;
      let sum00 = 0;
      let sum01 = 0;
      let sum02 = 0;
      let sum03 = 0;
      let sum10 = 0;
      let sum11 = 0;
      let sum12 = 0;
      let sum13 = 0;
      for (let l = 0; l < k; l++) {
        const a0 = a[p];
        const a1 = a[p + down];
        const b0 = b[q];
        const b1 = b[q + right1];
        const b2 = b[q + right2];
        const b3 = b[q + right3];
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
      const row0 = outOffset + i * outRow;
      const row1 = outOffset + i1 * outRow;
      out[row0 + j * outColumn] = sum00;
      out[row0 + j1 * outColumn] = sum01;
      out[row0 + j2 * outColumn] = sum02;
      out[row0 + j3 * outColumn] = sum03;
      out[row1 + j * outColumn] = sum10;
      out[row1 + j1 * outColumn] = sum11;
      out[row1 + j2 * outColumn] = sum12;
      out[row1 + j3 * outColumn] = sum13;
    }
  }
}
