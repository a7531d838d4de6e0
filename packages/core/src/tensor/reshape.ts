import { checkShape } from "../arguments/check-shape.ts";
import { formatShape, sizeOf } from "../arguments/shape.ts";
import { contiguous } from "./contiguous.ts";
import { checkTensor } from "./elementwise.ts";
import { ndarray } from "./ndarray.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The same entries, in row-major order, in another shape: a view that shares the data of x when x is contiguous, a copy
 * otherwise. Throws when the shapes have different numbers of entries.
 *
 * @example
 * import { tensor, tensors, toArray } from "@nudge/core";
 *
 * console.log(toArray(tensors.reshape(tensor([1, 2, 3, 4, 5, 6]), [2, 3])));
 * // [ [ 1, 2, 3 ], [ 4, 5, 6 ] ]
 */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  checkTensor("reshape", x);
  checkShape("reshape", shape);
  const size = sizeOf(shape);
  if (size !== x.size) {
    throw new Error(
      `reshape: cannot make ${formatShape(shape)} of ${formatShape(x.shape)}: ${size} entries of ${x.size}`,
    );
  }
  const { data, offset } = contiguous(x);
  return ndarray(data, shape as number[], undefined, offset);
}
