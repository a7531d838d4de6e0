import { checkSize } from "../arguments/check-shape.ts";
import { formatShape, sameShape } from "../arguments/shape.ts";

/** The shape of a and b together: axes are aligned at the back, and an axis of 1 stretches to the other's length. */
export function broadcastShape(name: string, a: readonly number[], b: readonly number[]): readonly number[] {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let back = 1; back <= rank; back++) {
    const x = a.at(-back) ?? 1;
    const y = b.at(-back) ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new Error(
        `${name}: cannot broadcast ${formatShape(a)} with ${formatShape(b)}: ${x} against ${y}`,
      );
    }
    shape[rank - back] = x === 1 ? y : x;
  }
  checkSize(name, shape);
  return shape;
}

/** The strides that read a tensor of shape `from` as one of shape `to`: 0 along the axes that are stretched. */
export function broadcastStride(
  from: readonly number[],
  stride: readonly number[],
  to: readonly number[],
): readonly number[] {
  if (sameShape(from, to)) return stride;
  const lead = to.length - from.length;
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : stride[axis - lead]));
}
