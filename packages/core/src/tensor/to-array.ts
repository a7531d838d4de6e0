import type { NestedArray } from "./create.ts";
import { checkTensor } from "./elementwise.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The entries as nested arrays of numbers: x: [n, m] -> n arrays of m numbers; a number for shape [].
 *
 * @example
 * import { tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(tensor([1, 2, 3, 4], [2, 2])), toArray(tensor(5)));
 * // [ [ 1, 2 ], [ 3, 4 ] ] 5
 */
export function toArray(x: Tensor): NestedArray {
  checkTensor("toArray", x);
  const nested = (axis: number, offset: number): NestedArray =>
    axis === x.shape.length
      ? x.data[offset]
      : Array.from({ length: x.shape[axis] }, (_, i) => nested(axis + 1, offset + i * x.stride[axis]));
  return nested(0, x.offset);
}
