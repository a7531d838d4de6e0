// Functions of one tensor, entry by entry.
import { unary } from "./elementwise.ts";
import * as kernels from "./kernels/unary.ts";
import type { Tensor } from "./tensor.ts";

/** negate. */
export function negate(x: Tensor): Tensor {
  return unary("negate", kernels.negate, x);
}

/** exp. */
export function exp(x: Tensor): Tensor {
  return unary("exp", kernels.exp, x);
}

/** log. */
export function log(x: Tensor): Tensor {
  return unary("log", kernels.log, x);
}

/** sqrt. */
export function sqrt(x: Tensor): Tensor {
  return unary("sqrt", kernels.sqrt, x);
}

/** square. */
export function square(x: Tensor): Tensor {
  return unary("square", kernels.square, x);
}

/** abs. */
export function abs(x: Tensor): Tensor {
  return unary("abs", kernels.abs, x);
}

/** sign. */
export function sign(x: Tensor): Tensor {
  return unary("sign", kernels.sign, x);
}

/** tanh. */
export function tanh(x: Tensor): Tensor {
  return unary("tanh", kernels.tanh, x);
}

/** sigmoid. */
export function sigmoid(x: Tensor): Tensor {
  return unary("sigmoid", kernels.sigmoid, x);
}
