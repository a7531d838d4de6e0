import { formatShape, sizeOf } from "../arguments/shape.ts";
import { ndarray } from "./ndarray.ts";
import type { Dtype, Tensor, TypedArray } from "./tensor.ts";

/** A contiguous tensor of zeros in memory of its own, for what is kept: data, parameters, copies. */
export function fresh(shape: readonly number[], dtype: Dtype): Tensor {
  return ndarray(memory(shape, dtype), shape as number[]);
}

/** How many entries may still be made: without end, but where a file says what to make. */
let allowance = Number.POSITIVE_INFINITY;

/** Runs `f`, in which tensors with so many entries may be made in all: what says more throws. */
export function withAllowance<T>(entries: number, f: () => T): T {
  const before = allowance;
  allowance = entries;
  try {
    return f();
  } finally {
    allowance = before;
  }
}

function memory(shape: readonly number[], dtype: Dtype): TypedArray {
  const size = sizeOf(shape);
  if (size > allowance) throw new RangeError(`a tensor ${formatShape(shape)} is larger than all of the file`);
  allowance -= size;
  try {
    return dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
  } catch (cause) {
    throw new RangeError(`a tensor ${formatShape(shape)} does not fit into memory`, { cause });
  }
}
