import { unary } from "./elementwise.ts";
import { checkDtype } from "./fill.ts";
import * as kernels from "./kernels/unary.ts";
import type { Dtype, Tensor } from "./tensor.ts";

/** A fresh contiguous copy. */
export function copy(x: Tensor): Tensor {
  return unary("copy", kernels.copy, x);
}

/** A fresh contiguous copy in the given precision. */
export function cast(x: Tensor, dtype: Dtype): Tensor {
  checkDtype("cast", dtype);
  return unary("cast", kernels.copy, x, dtype);
}
