import type { TypedArray } from "../tensor.ts";

/**
 * Whether `n` entries of x from `o` on are finite. If their sum is, they all are; if not, it may have overflowed, and they
 * are looked at one by one. Eight at a time are added in pairs, so that few additions wait for another.
 */
export function allFinite(x: TypedArray, o: number, n: number): boolean {
  const end = o + n;
  let i = o;
  let sum = 0;
  for (; i + 7 < end; i += 8) {
    const first = x[i] + x[i + 1] + (x[i + 2] + x[i + 3]);
    const second = x[i + 4] + x[i + 5] + (x[i + 6] + x[i + 7]);
    sum += first + second;
  }
  for (; i < end; i++) sum += x[i];
  return Number.isFinite(sum) || eachFinite(x, o, end);
}

function eachFinite(x: TypedArray, o: number, end: number): boolean {
  for (let i = o; i < end; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}
