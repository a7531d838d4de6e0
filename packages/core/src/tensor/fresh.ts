import ndarray from "ndarray";
import { formatShape, sizeOf } from "../arguments/shape.ts";
import type { Dtype, Tensor, TypedArray } from "./tensor.ts";

/** A contiguous tensor of zeros in memory of its own, for what is kept: data, parameters, copies. */
export function fresh(shape: readonly number[], dtype: Dtype): Tensor {
  return ndarray<TypedArray>(memory(shape, dtype), shape as number[]);
}

function memory(shape: readonly number[], dtype: Dtype): TypedArray {
  const size = sizeOf(shape);
  try {
    return dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
  } catch (cause) {
    throw new RangeError(`a tensor ${formatShape(shape)} does not fit into memory`, { cause });
  }
}
