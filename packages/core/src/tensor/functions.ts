// Functions of one tensor, entry by entry: x: [...] -> [...], fresh and of the same precision.
import { unary } from "./elementwise.ts";
import * as kernels from "./kernels/unary.ts";
import type { Tensor } from "./tensor.ts";

/**
 * -x.
 *
 * @example
 * import { negate, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(negate(tensor([1, -2]))));
 * // [ -1, 2 ]
 */
export function negate(x: Tensor): Tensor {
  return unary("negate", kernels.negateRun, x);
}

/**
 * e to the power x; Infinity above 709.8 in float64 and above 88.7 in float32.
 *
 * @example
 * import { exp, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(exp(tensor([-Infinity, 0]))));
 * // [ 0, 1 ]
 */
export function exp(x: Tensor): Tensor {
  return unary("exp", kernels.expRun, x);
}

/**
 * The natural logarithm of x: -Infinity at 0, NaN below.
 *
 * @example
 * import { log, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(log(tensor([0, 1]))));
 * // [ -Infinity, 0 ]
 */
export function log(x: Tensor): Tensor {
  return unary("log", kernels.logRun, x);
}

/**
 * The square root of x: NaN below 0.
 *
 * @example
 * import { sqrt, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(sqrt(tensor([0, 4, 9]))));
 * // [ 0, 2, 3 ]
 */
export function sqrt(x: Tensor): Tensor {
  return unary("sqrt", kernels.sqrtRun, x);
}

/**
 * x².
 *
 * @example
 * import { square, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(square(tensor([-3, 0.5]))));
 * // [ 9, 0.25 ]
 */
export function square(x: Tensor): Tensor {
  return unary("square", kernels.squareRun, x);
}

/**
 * |x|.
 *
 * @example
 * import { abs, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(abs(tensor([-3, 0.5]))));
 * // [ 3, 0.5 ]
 */
export function abs(x: Tensor): Tensor {
  return unary("abs", kernels.absRun, x);
}

/**
 * -1 below 0, 0 at 0 and 1 above.
 *
 * @example
 * import { sign, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(sign(tensor([-3, 0, 0.5]))));
 * // [ -1, 0, 1 ]
 */
export function sign(x: Tensor): Tensor {
  return unary("sign", kernels.signRun, x);
}

/**
 * The hyperbolic tangent of x, in [-1, 1].
 *
 * @example
 * import { tensor, tensors, toArray } from "@nudge/core";
 *
 * console.log(toArray(tensors.tanh(tensor([-1000, 0, 1000]))));
 * // [ -1, 0, 1 ]
 */
export function tanh(x: Tensor): Tensor {
  return unary("tanh", kernels.tanhRun, x);
}

/**
 * The logistic function 1 / (1 + exp(-x)), in [0, 1], accurate in both tails.
 *
 * @example
 * import { tensor, tensors, toArray } from "@nudge/core";
 *
 * console.log(toArray(tensors.sigmoid(tensor([-1000, 0, 1000]))));
 * // [ 0, 0.5, 1 ]
 */
export function sigmoid(x: Tensor): Tensor {
  return unary("sigmoid", kernels.sigmoidRun, x);
}
