import { normalizeAxis } from "../arguments/check-shape.ts";
import { refusal } from "../arguments/refusal.ts";
import { formatShape } from "../arguments/shape.ts";
import { checkTensor } from "./elementwise.ts";
import type { Tensor } from "./tensor.ts";

/**
 * A view with the axes in another order, the reverse one unless `axes` is given: axis i of the result is axis `axes[i]`
 * of x, counted from the back where negative. The data is shared, not copied.
 * Throws unless `axes` names every axis once.
 *
 * @example
 * import { tensor, toArray, transpose, zeros } from "@nudge/core";
 *
 * console.log(toArray(transpose(tensor([[1, 2, 3], [4, 5, 6]]))));
 * // [ [ 1, 4 ], [ 2, 5 ], [ 3, 6 ] ]
 * console.log(transpose(zeros([2, 3, 4]), [0, 2, 1]).shape);
 * // [ 2, 4, 3 ]
 */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  checkTensor("transpose", x);
  if (axes !== undefined && !Array.isArray(axes))
    throw refusal("transpose", "axes must be a list such as [1, 0]", axes);
  const rank = x.shape.length;
  if (rank === 2 && axes === undefined) return x.transpose(1, 0);
  if (axes === undefined) return x.transpose(...[...x.shape.keys()].reverse());
  // As many as there are, or none of them is looked at: `map` would pass over one that is missing.
  const order =
    axes.length === rank ? Array.from(axes, (axis) => normalizeAxis("transpose", axis, x.shape)) : [];
  if (new Set(order).size !== rank || axes.length !== rank) {
    throw new Error(
      `transpose: expected every axis of ${formatShape(x.shape)} once, got ${formatShape(axes)}`,
    );
  }
  return x.transpose(...order);
}
