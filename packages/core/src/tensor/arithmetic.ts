// Arithmetic of two tensors, or of a tensor and a number, with NumPy's broadcasting.
import { binary } from "./elementwise.ts";
import * as kernels from "./kernels/binary.ts";
import type { Tensor } from "./tensor.ts";

/** a + b. */
export function add(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("add", kernels.add, a, b);
}

/** a - b. */
export function subtract(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("subtract", kernels.subtract, a, b);
}

/** a b, entry by entry. */
export function multiply(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("multiply", kernels.multiply, a, b);
}

/** a / b. */
export function divide(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("divide", kernels.divide, a, b);
}

/** the greater of a and b. */
export function maximum(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("maximum", kernels.maximum, a, b);
}

/** the lesser of a and b. */
export function minimum(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("minimum", kernels.minimum, a, b);
}

/** a to the power b. */
export function power(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("power", kernels.power, a, b);
}
