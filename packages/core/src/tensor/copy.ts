import { assign } from "./contiguous.ts";
import { checkTensor } from "./elementwise.ts";
import { checkDtype } from "./fill.ts";
import { fresh } from "./fresh.ts";
import type { Dtype, Tensor } from "./tensor.ts";

/**
 * A fresh contiguous copy of a tensor or view: x: [...] -> [...].
 *
 * @example
 * import { copy, tensor, toArray, transpose } from "@nudge/core";
 *
 * const x = tensor([[1, 2], [3, 4]]);
 * const y = copy(transpose(x));
 * x.set(0, 0, 9);
 * console.log(toArray(y));
 * // [ [ 1, 3 ], [ 2, 4 ] ]
 */
export function copy(x: Tensor): Tensor {
  checkTensor("copy", x);
  return copyAs(x, x.dtype);
}

/**
 * A fresh contiguous copy in the given precision: x: [...] -> [...]. Going to float32, entries are rounded to the nearest
 * and become infinite above 3.4e38.
 *
 * @example
 * import { cast, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(cast(tensor([0.5, 0.1]), "float32")));
 * // [ 0.5, 0.10000000149011612 ]
 */
export function cast(x: Tensor, dtype: Dtype): Tensor {
  checkTensor("cast", x);
  checkDtype("cast", dtype);
  return copyAs(x, dtype);
}

function copyAs(x: Tensor, dtype: Dtype): Tensor {
  const out = fresh(x.shape, dtype);
  assign(out, x);
  return out;
}
