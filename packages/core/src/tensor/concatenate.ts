import { normalizeAxis } from "../arguments/check-shape.ts";
import { refusal } from "../arguments/refusal.ts";
import { formatShape, sameShape } from "../arguments/shape.ts";
import { assign } from "./contiguous.ts";
import { checkTensor, commonDtype } from "./elementwise.ts";
import { empty } from "./empty.ts";
import { slice } from "./slice.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Tensors one after another along an axis (from the back where negative), fresh: [n, a] and [n, b] along axis 1 ->
 * [n, a + b]. `slice` is the way back.
 * Throws without tensors, and when their precisions differ, or their shapes along another axis.
 *
 * @example
 * import { concatenate, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(concatenate([tensor([[1, 2], [3, 4]]), tensor([[9], [9]])], 1)));
 * // [ [ 1, 2, 9 ], [ 3, 4, 9 ] ]
 */
export function concatenate(tensors: readonly Tensor[], axis: number): Tensor {
  if (!Array.isArray(tensors)) throw refusal("concatenate", "expected a list of tensors", tensors);
  if (tensors.length === 0) throw new Error("concatenate: expected at least one tensor, got none");
  const [first] = tensors;
  checkTensor("concatenate", first);
  const along = normalizeAxis("concatenate", axis, first.shape);
  let length = 0;
  for (const x of tensors) {
    checkTensor("concatenate", x);
    commonDtype("concatenate", first, x);
    if (
      x.shape.length !== first.shape.length ||
      !sameShape(x.shape.with(along, 0), first.shape.with(along, 0))
    )
      throw new Error(
        `concatenate: cannot join ${formatShape(first.shape)} and ${formatShape(x.shape)} along axis ${axis}`,
      );
    length += x.shape[along];
  }
  const joined = empty(first.shape.with(along, length), commonDtype("concatenate", first, first));
  let start = 0;
  for (const x of tensors) {
    const end = start + x.shape[along];
    assign(slice(joined, along, start, end), x);
    start = end;
  }
  return joined;
}
