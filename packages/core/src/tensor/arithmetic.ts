// Arithmetic of two tensors, or of a tensor and a number, with NumPy's broadcasting: shapes are aligned at the back, and
// an axis of length 1, or one that is not there, stretches to the length of the other.
import { binary } from "./elementwise.ts";
import * as kernels from "./kernels/binary.ts";
import type { Tensor } from "./tensor.ts";

/**
 * a + b: [...] and [...] -> the broadcast shape, fresh and of the same precision.
 * Throws when the shapes do not broadcast, when the precisions differ, and for two numbers.
 *
 * @example
 * import { add, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(add(tensor([[1, 2], [3, 4]]), tensor([10, 20]))));
 * // [ [ 11, 22 ], [ 13, 24 ] ]
 */
export function add(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("add", kernels.addRun, a, b);
}

/**
 * a - b, with broadcasting.
 * Throws when the shapes do not broadcast, when the precisions differ, and for two numbers.
 *
 * @example
 * import { subtract, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(subtract(1, tensor([0.25, 1, 3]))));
 * // [ 0.75, 0, -2 ]
 */
export function subtract(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("subtract", kernels.subtractRun, a, b);
}

/**
 * a ⊙ b, the product entry by entry, with broadcasting; `matmul` is the product of matrices.
 * Throws when the shapes do not broadcast, when the precisions differ, and for two numbers.
 *
 * @example
 * import { multiply, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(multiply(tensor([[1, 2], [3, 4]]), tensor([[2], [-1]]))));
 * // [ [ 2, 4 ], [ -3, -4 ] ]
 */
export function multiply(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("multiply", kernels.multiplyRun, a, b);
}

/**
 * a / b, with broadcasting; as in all arithmetic here, x / 0 is ±Infinity and 0 / 0 is NaN.
 * Throws when the shapes do not broadcast, when the precisions differ, and for two numbers.
 *
 * @example
 * import { divide, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(divide(tensor([1, 2, 3]), 2)));
 * // [ 0.5, 1, 1.5 ]
 */
export function divide(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("divide", kernels.divideRun, a, b);
}

/**
 * The greater of a and b entry by entry, with broadcasting; NaN where either is NaN.
 * Throws when the shapes do not broadcast, when the precisions differ, and for two numbers.
 *
 * @example
 * import { maximum, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(maximum(tensor([-2, 0, 3]), 0)));
 * // [ 0, 0, 3 ]
 */
export function maximum(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("maximum", kernels.maximumRun, a, b);
}

/**
 * The lesser of a and b entry by entry, with broadcasting; NaN where either is NaN.
 * Throws when the shapes do not broadcast, when the precisions differ, and for two numbers.
 *
 * @example
 * import { minimum, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(minimum(tensor([-2, 0, 3]), tensor([1, -1, 1]))));
 * // [ -2, -1, 1 ]
 */
export function minimum(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("minimum", kernels.minimumRun, a, b);
}

/**
 * a to the power b, with broadcasting, by the rules of `**`: x ** 0 is 1, a negative x to a fraction is NaN.
 * Throws when the shapes do not broadcast, when the precisions differ, and for two numbers.
 *
 * @example
 * import { power, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(power(tensor([1, 2, 3]), 3)));
 * // [ 1, 8, 27 ]
 */
export function power(a: Tensor | number, b: Tensor | number): Tensor {
  return binary("power", kernels.powerRun, a, b);
}
