import { takeFromArena } from "./arena.ts";
import { fresh } from "./fresh.ts";
import type { Dtype, Tensor } from "./tensor.ts";

/** Where the result of every operation is allocated: a contiguous tensor, every entry of which is to be written. */
export function empty(shape: readonly number[], dtype: Dtype): Tensor {
  return takeFromArena(shape, dtype) ?? fresh(shape, dtype);
}
