// Contiguous tensors: those whose entries follow one another in row-major order.
import { empty } from "./empty.ts";
import { walk } from "./kernels/walk.ts";
import type { Tensor, TypedArray } from "./tensor.ts";

export function isContiguous(x: Tensor): boolean {
  let step = 1;
  for (let axis = x.shape.length - 1; axis >= 0; axis--) {
    if (x.shape[axis] !== 1 && x.stride[axis] !== step) return x.size === 0;
    step *= x.shape[axis];
  }
  return true;
}

/** x itself where it is contiguous, otherwise a copy that is. */
export function contiguous(x: Tensor): Tensor {
  if (isContiguous(x)) return x;
  const out = empty(x.shape, x.dtype);
  assign(out, x);
  return out;
}

/** Writes the entries of x over those of `target`, which has the same shape; rounds to its precision. */
export function assign(target: Tensor, x: Tensor): void {
  if (isContiguous(target) && isContiguous(x)) {
    copyEntries(target.data, target.offset, x.data, x.offset, x.size);
    return;
  }
  const { data: out } = target;
  const { data } = x;
  walk(x.shape, target.offset, target.stride, x.offset, x.stride, (_, n, o, os, xo, xs) =>
    os === 1 && xs === 1 ? copyEntries(out, o, data, xo, n) : copyApart(out, o, os, n, data, xo, xs),
  );
}

function copyApart(out: TypedArray, o: number, os: number, n: number, x: TypedArray, xo: number, xs: number) {
  for (let i = 0; i < n; i++) out[o + i * os] = x[xo + i * xs];
}

/** Copies `n` entries, from `xo` on in x, to `o` on in `out`. */
export function copyEntries(out: TypedArray, o: number, x: TypedArray, xo: number, n: number): void {
  // Below some dozens of entries a loop is faster than making the view that `set` takes.
  if (n >= 64) out.set(x.subarray(xo, xo + n), o);
  else for (let i = 0; i < n; i++) out[o + i] = x[xo + i];
}
