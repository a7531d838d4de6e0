// One plain loop per operation, over `n` entries: from `o` on in the result, from `ao` on and `as` apart in a, and so on.
// A step of 0 repeats one entry, which is how scalars and broadcast axes arrive here.
import type { TypedArray } from "../tensor.ts";

export type BinaryKernel = (
  out: TypedArray,
  o: number,
  n: number,
  a: TypedArray,
  ao: number,
  as: number,
  b: TypedArray,
  bo: number,
  bs: number,
) => void;

export const addRun: BinaryKernel = (out, o, n, a, ao, as, b, bo, bs) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] + b[bo + i * bs];
};

export const subtractRun: BinaryKernel = (out, o, n, a, ao, as, b, bo, bs) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] - b[bo + i * bs];
};

export const multiplyRun: BinaryKernel = (out, o, n, a, ao, as, b, bo, bs) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] * b[bo + i * bs];
};

export const divideRun: BinaryKernel = (out, o, n, a, ao, as, b, bo, bs) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] / b[bo + i * bs];
};

export const maximumRun: BinaryKernel = (out, o, n, a, ao, as, b, bo, bs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.max(a[ao + i * as], b[bo + i * bs]);
};

export const minimumRun: BinaryKernel = (out, o, n, a, ao, as, b, bo, bs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.min(a[ao + i * as], b[bo + i * bs]);
};

export const powerRun: BinaryKernel = (out, o, n, a, ao, as, b, bo, bs) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] ** b[bo + i * bs];
};
