// The entries of a tensor as an array, copied only where they do not lie in order.
import { copy, type Tensor } from "@nudge/core";

/** The entries, row-major; the data of the tensor itself where they are just that. */
export function numbersOf(x: Tensor): Tensor["data"] {
  return x.size === x.data.length && isRowMajor(x) ? x.data : copy(x).data;
}

function isRowMajor({ shape, stride }: Tensor): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== step) return false;
    step *= shape[axis];
  }
  return true;
}
