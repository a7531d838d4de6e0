// What belongs to the caller is copied for each pass, which may do to it what it likes.
import { copy, type Input, isTensor, mapTree, type Target, type Tensor } from "@nudge/core";

/** A copy of an input or of targets. */
export function copyOf<T extends Input | Target>(data: T): T {
  if (isTensor(data)) return copy(data) as T;
  if (Array.isArray(data) || ArrayBuffer.isView(data))
    return (data as unknown as number[]).slice() as unknown as T;
  return mapTree(data as { readonly [name: string]: Tensor }, copy) as T;
}
