// The rows of a batch: what the inputs and targets of a subject have in common along their first axis.
import { type Input, isTensor, type Tensor, zeros } from "@nudge/core";
import { leavesOf, mapTree } from "@nudge/core/internal";
import { numbersOf } from "./numbers.ts";
import type { Batch, Subject } from "./subject.ts";

/** Some rows of an input or of targets, in this order. */
export function takeRows<T extends Input>(data: T, rows: readonly number[]): T {
  const take = (x: Tensor) => {
    const [count, ...row] = x.shape;
    const size = x.size / count;
    const values = numbersOf(x);
    const taken = zeros([rows.length, ...row], x.dtype);
    for (const [k, at] of rows.entries())
      taken.data.set(values.subarray(at * size, (at + 1) * size), k * size);
    return taken;
  };
  if (isTensor(data)) return take(data) as T;
  return mapTree(data as { readonly [name: string]: Tensor }, take) as T;
}

/** The rows of a batch in another order: each is where another one was. */
export const inOtherOrder = ({ rows }: Batch): number[] =>
  Array.from({ length: rows }, (_, row) => (row + 1) % rows);

/** How many rows each of the data has; undefined of a number. */
export function rowsIn(data: Input): (number | undefined)[] {
  if (isTensor(data)) return [data.shape[0]];
  return leavesOf(data as { readonly [name: string]: Tensor }).map(([, x]) => x.shape[0]);
}

/** The batch of a subject of these data; undefined where they do not all have as many rows. */
export function batchOf(
  data: readonly Input[],
  take: (rows: readonly number[]) => Subject,
): Batch | undefined {
  const [rows, ...others] = data.flatMap(rowsIn);
  return rows !== undefined && others.every((one) => one === rows) ? { rows, take } : undefined;
}
