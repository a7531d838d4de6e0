import ndarray from "ndarray";
import { sizeOf } from "../arguments/shape.ts";
import type { Dtype, Tensor, TypedArray } from "./tensor.ts";

/** A contiguous tensor of zeros in memory of its own, for what is kept: data, parameters, copies. */
export function fresh(shape: readonly number[], dtype: Dtype): Tensor {
  const size = sizeOf(shape);
  return ndarray<TypedArray>(
    dtype === "float32" ? new Float32Array(size) : new Float64Array(size),
    shape as number[],
  );
}
