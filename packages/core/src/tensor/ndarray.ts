// How a tensor is made of data: by ndarray, whose views are compiled, or as a view that needs no compiling.
import compiled from "ndarray";
import { mayCompile } from "./may-compile.ts";
import type { Tensor, TypedArray } from "./tensor.ts";
import { viewOf } from "./view.ts";

/** A view of the data, all of it in row-major order unless shape, strides and offset say otherwise. */
export function ndarray(
  data: TypedArray,
  shape: readonly number[] = [data.length],
  stride: readonly number[] = rowMajor(shape),
  offset = 0,
): Tensor {
  return mayCompile()
    ? compiled(data, shape as number[], stride as number[], offset)
    : viewOf(data, shape, stride, offset);
}

function rowMajor(shape: readonly number[]): number[] {
  const stride = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    stride[axis] = step;
    step *= shape[axis];
  }
  return stride;
}
