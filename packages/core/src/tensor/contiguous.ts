// Contiguous tensors: those whose entries follow one another in row-major order.
import * as ops from "ndarray-ops";
import { empty } from "./empty.ts";
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
  ops.assign(target, x);
}

/** Copies `n` entries, from `xo` on in x, to `o` on in `out`. */
export function copyEntries(out: TypedArray, o: number, x: TypedArray, xo: number, n: number): void {
  // Below some dozens of entries a loop is faster than making the view that `set` takes.
  if (n >= 64) out.set(x.subarray(xo, xo + n), o);
  else for (let i = 0; i < n; i++) out[o + i] = x[xo + i];
}
