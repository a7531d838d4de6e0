import { normalizeAxis } from "../arguments/check-shape.ts";
import { formatShape } from "../arguments/shape.ts";
import { checkTensor } from "./elementwise.ts";
import { ndarray } from "./ndarray.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The entries from `start` up to, not including, `end` along an axis (from the back where negative): a view that shares
 * the data of x. Throws when there is no such axis, and unless 0 <= start <= end <= the length of the axis.
 *
 * @example
 * import { slice, tensor, toArray } from "@nudge/core";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(toArray(slice(x, 1, 0, 2)), toArray(slice(x, 0, 1, 2)));
 * // [ [ 1, 2 ], [ 4, 5 ] ] [ [ 4, 5, 6 ] ]
 */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  checkTensor("slice", x);
  const along = normalizeAxis("slice", axis, x.shape);
  const whole = Number.isInteger(start) && Number.isInteger(end);
  if (!whole || start < 0 || end < start || end > x.shape[along]) {
    throw new Error(`slice: ${formatShape(x.shape)} has no entries ${start} ... ${end} along axis ${axis}`);
  }
  const offset = x.offset + start * x.stride[along];
  return ndarray(x.data, x.shape.with(along, end - start), x.stride, offset);
}
