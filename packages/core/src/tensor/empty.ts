import ndarray from "ndarray";
import { sizeOf } from "./shape.ts";
import type { Dtype, Tensor } from "./tensor.ts";

export type TypedArray = Float64Array | Float32Array;

/** Where the result of every operation is allocated: a contiguous tensor of zeros. */
export function empty(shape: readonly number[], dtype: Dtype): Tensor {
  const size = sizeOf(shape);
  return ndarray<TypedArray>(
    dtype === "float32" ? new Float32Array(size) : new Float64Array(size),
    shape as number[],
  );
}
