import { checkTensor } from "./elementwise.ts";
import { formatShape, normalizeAxis } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** A view with its axes in another order: reversed, or as `axes` says. */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  checkTensor("transpose", x);
  const rank = x.shape.length;
  if (axes === undefined) return x.transpose(...x.shape.map((_, axis) => rank - 1 - axis));
  const order = axes.map((axis) => normalizeAxis("transpose", axis, x.shape));
  if (order.length !== rank || new Set(order).size !== rank) {
    throw new Error(
      `transpose: expected an order of the ${rank} axes of ${formatShape(x.shape)}, got ${formatShape(axes)}`,
    );
  }
  return x.transpose(...order);
}
