import type { NestedArray } from "./create.ts";
import { checkTensor } from "./elementwise.ts";
import type { Tensor } from "./tensor.ts";

/** The entries as nested arrays of numbers; a number for a tensor of shape []. */
export function toArray(x: Tensor): NestedArray {
  checkTensor("toArray", x);
  const nested = (axis: number, offset: number): NestedArray =>
    axis === x.shape.length
      ? x.data[offset]
      : Array.from({ length: x.shape[axis] }, (_, i) => nested(axis + 1, offset + i * x.stride[axis]));
  return nested(0, x.offset);
}
