// Reductions of `n` entries of x, from `o` on and `s` apart, in this order: the same bits whatever the strides.
import type { TypedArray } from "../tensor.ts";

export type ReduceKernel = (x: TypedArray, o: number, s: number, n: number) => number;

export const sumRun: ReduceKernel = (x, o, s, n) => {
  let total = 0;
  for (let i = 0; i < n; i++) total += x[o + i * s];
  return total;
};

export const meanRun: ReduceKernel = (x, o, s, n) => sumRun(x, o, s, n) / n;

/** NaN if there is one. */
export const maxRun: ReduceKernel = (x, o, s, n) => {
  let greatest = -Infinity;
  for (let i = 0; i < n; i++) greatest = Math.max(greatest, x[o + i * s]);
  return greatest;
};

/** Where the first of the greatest stands, or the first NaN. */
export const argmaxRun: ReduceKernel = (x, o, s, n) => {
  let at = 0;
  let greatest = x[o];
  for (let i = 0; i < n; i++) {
    const value = x[o + i * s];
    if (Number.isNaN(value)) return i;
    if (value > greatest) {
      greatest = value;
      at = i;
    }
  }
  return at;
};
