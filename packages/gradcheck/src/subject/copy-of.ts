// The data of the caller are copied for each pass: one that writes to its input spoils only its copy.
import { type Input, isTensor, type Tensor, zeros } from "@nudge/core";
import { mapTree } from "@nudge/core/internal";
import { numbersOf } from "./numbers.ts";

/** A copy in the open arena, which the next run writes over; `copy` takes new memory each time. */
function copyInArena(x: Tensor): Tensor {
  const out = zeros(x.shape, x.dtype);
  out.data.set(numbersOf(x));
  return out;
}

/** A copy of an input or of targets, for one pass. */
export function copyOf<T extends Input>(data: T): T {
  if (isTensor(data)) return copyInArena(data) as T;
  return mapTree(data as { readonly [name: string]: Tensor }, copyInArena) as T;
}
