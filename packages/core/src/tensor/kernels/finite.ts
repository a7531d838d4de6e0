import type { TypedArray } from "../empty.ts";

/**
 * Whether `n` entries of x from `o` on are finite. Their sum is finite only if they all are; where it is not, which may
 * also be since it overflows, they are looked at one by one.
 */
export function allFinite(x: TypedArray, o: number, n: number): boolean {
  const end = o + n;
  let i = o;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (; i + 3 < end; i += 4) {
    sum0 += x[i];
    sum1 += x[i + 1];
    sum2 += x[i + 2];
    sum3 += x[i + 3];
  }
  for (; i < end; i++) sum0 += x[i];
  return Number.isFinite(sum0 + sum1 + sum2 + sum3) || eachFinite(x, o, end);
}

function eachFinite(x: TypedArray, o: number, end: number): boolean {
  for (let i = o; i < end; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}
