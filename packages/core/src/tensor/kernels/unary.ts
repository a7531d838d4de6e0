// One plain loop per operation, over `n` entries: from `o` on in the result, from `xo` on and `xs` apart in x.
import type { TypedArray } from "../tensor.ts";

export type UnaryKernel = (
  out: TypedArray,
  o: number,
  n: number,
  x: TypedArray,
  xo: number,
  xs: number,
) => void;

export const negateRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) out[o + i] = -x[xo + i * xs];
};

export const expRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.exp(x[xo + i * xs]);
};

export const logRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.log(x[xo + i * xs]);
};

export const sqrtRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.sqrt(x[xo + i * xs]);
};

export const squareRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) {
    const value = x[xo + i * xs];
    out[o + i] = value * value;
  }
};

export const absRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.abs(x[xo + i * xs]);
};

export const signRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.sign(x[xo + i * xs]);
};

export const tanhRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) out[o + i] = Math.tanh(x[xo + i * xs]);
};

export const sigmoidRun: UnaryKernel = (out, o, n, x, xo, xs) => {
  for (let i = 0; i < n; i++) {
    const value = x[xo + i * xs];
    const e = Math.exp(-Math.abs(value)); // at most 1, so that neither side overflows
    out[o + i] = value >= 0 ? 1 / (1 + e) : e / (1 + e);
  }
};
