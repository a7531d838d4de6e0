import { checkShape } from "../arguments/check-shape.ts";
import { describe } from "../arguments/describe.ts";
import { empty } from "./empty.ts";
import type { Dtype, Tensor } from "./tensor.ts";

/**
 * A new tensor of zeros: -> shape. Throws unless the lengths are whole numbers >= 0.
 *
 * @example
 * import { toArray, zeros } from "@nudge/core";
 *
 * console.log(toArray(zeros([2, 3])));
 * // [ [ 0, 0, 0 ], [ 0, 0, 0 ] ]
 */
export function zeros(shape: readonly number[], dtype: Dtype = "float64"): Tensor {
  return filled("zeros", shape, 0, dtype);
}

/**
 * A new tensor of ones: -> shape. Throws unless the lengths are whole numbers >= 0.
 *
 * @example
 * import { ones } from "@nudge/core";
 *
 * console.log(ones([3], "float32").data);
 * // Float32Array(3) [ 1, 1, 1 ]
 */
export function ones(shape: readonly number[], dtype: Dtype = "float64"): Tensor {
  return filled("ones", shape, 1, dtype);
}

/**
 * A new tensor with `value` in every entry: -> shape. Throws unless the lengths are whole numbers >= 0.
 *
 * @example
 * import { full, toArray } from "@nudge/core";
 *
 * console.log(toArray(full([2, 2], 0.5)));
 * // [ [ 0.5, 0.5 ], [ 0.5, 0.5 ] ]
 */
export function full(shape: readonly number[], value: number, dtype: Dtype = "float64"): Tensor {
  return filled("full", shape, value, dtype);
}

function filled(name: string, shape: readonly number[], value: number, dtype: Dtype): Tensor {
  checkShape(name, shape);
  checkDtype(name, dtype);
  if (typeof value !== "number") throw new Error(`${name}: expected a number, got ${describe(value)}`);
  const x = empty(shape, dtype);
  x.data.fill(value);
  return x;
}

/** Throws unless `dtype` is one of the two precisions. */
export function checkDtype(name: string, dtype: Dtype): void {
  if (dtype !== "float64" && dtype !== "float32") {
    throw new Error(`${name}: expected "float64" or "float32", got ${describe(dtype)}`);
  }
}
