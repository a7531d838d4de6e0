import { describe } from "./describe.ts";
import { empty } from "./empty.ts";
import { checkShape } from "./shape.ts";
import type { Dtype, Tensor } from "./tensor.ts";

function filled(name: string, shape: readonly number[], value: number, dtype: Dtype): Tensor {
  checkShape(name, shape);
  if (typeof value !== "number") throw new Error(`${name}: expected a number, got ${describe(value)}`);
  checkDtype(name, dtype);
  const x = empty(shape, dtype);
  if (value !== 0) x.data.fill(value);
  return x;
}

export function checkDtype(name: string, dtype: Dtype): void {
  if (dtype !== "float64" && dtype !== "float32") {
    throw new Error(`${name}: expected "float64" or "float32", got ${describe(dtype)}`);
  }
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[], dtype: Dtype = "float64"): Tensor {
  return filled("zeros", shape, 0, dtype);
}

/** A tensor of ones. */
export function ones(shape: readonly number[], dtype: Dtype = "float64"): Tensor {
  return filled("ones", shape, 1, dtype);
}

/** A tensor with the same value everywhere. */
export function full(shape: readonly number[], value: number, dtype: Dtype = "float64"): Tensor {
  return filled("full", shape, value, dtype);
}
