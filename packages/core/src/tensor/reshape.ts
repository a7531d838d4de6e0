import ndarray from "ndarray";
import { copy } from "./copy.ts";
import { checkTensor } from "./elementwise.ts";
import type { TypedArray } from "./empty.ts";
import { checkShape, formatShape, sizeOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The same entries in another shape: a view when x is contiguous, a copy otherwise. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  checkTensor("reshape", x);
  checkShape("reshape", shape);
  if (sizeOf(shape) !== x.size) {
    throw new Error(
      `reshape: ${formatShape(x.shape)} has ${x.size} entries, ${formatShape(shape)} has ${sizeOf(shape)}`,
    );
  }
  const { data, offset } = contiguous(x);
  return ndarray<TypedArray>(data, shape as number[], undefined, offset);
}

/** x itself when its entries follow one another in row-major order, else a copy. */
export function contiguous(x: Tensor): Tensor {
  return isContiguous(x) ? x : copy(x);
}

export function isContiguous(x: Tensor): boolean {
  let expected = 1;
  for (let axis = x.shape.length - 1; axis >= 0; axis--) {
    if (x.shape[axis] !== 1 && x.stride[axis] !== expected) return x.size === 0;
    expected *= x.shape[axis];
  }
  return true;
}
