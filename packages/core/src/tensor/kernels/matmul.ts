import type { TypedArray } from "../empty.ts";

/**
 * out = a b for a: [n, k], b: [k, m] and out: [n, m], each given as data, offset, row stride and column stride.
 */
export function matmul(
  n: number,
  k: number,
  m: number,
  out: TypedArray,
  o: number,
  outRow: number,
  outColumn: number,
  a: TypedArray,
  ao: number,
  aRow: number,
  aColumn: number,
  b: TypedArray,
  bo: number,
  bRow: number,
  bColumn: number,
): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let total = 0;
      for (let l = 0; l < k; l++) total += a[ao + i * aRow + l * aColumn] * b[bo + l * bRow + j * bColumn];
      out[o + i * outRow + j * outColumn] = total;
    }
  }
}
