import { nestingOf } from "../arguments/nesting.ts";
import { refusal } from "../arguments/refusal.ts";
import { mostAxes } from "../arguments/tensor-like.ts";
import { contiguous, copyEntries } from "../tensor/contiguous.ts";
import { fresh } from "../tensor/fresh.ts";
import { isRows } from "../tensor/rows.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import type { TableRows } from "./table.ts";

type NumberRow = Float64Array;
const isNested = (value: unknown): value is readonly unknown[] | NumberRow =>
  isRows(value) && !isTensor(value);

/** How many rows there are, of a tensor or nested arrays; anything else is refused by the name of `caller`. */
export function lengthOf(rows: unknown, caller: string, what: string): number {
  if (isTensor(rows) && rows.dimension > 0) return rows.shape[0];
  if (!isNested(rows)) throw refusal(caller, `expected ${what} as a tensor or nested arrays`, rows);
  nestingOf(caller, rows, isNested);
  return rows.length;
}

/** Copies of the rows with these numbers, of the kind that they are given as. */
export function takeRows<R extends TableRows | readonly string[]>(
  rows: R,
  numbers: Int32Array,
  caller: string,
): R {
  if (isTensor(rows)) return takeTensor(rows, numbers) as R;
  if (ArrayBuffer.isView(rows)) {
    const from = rows as NumberRow;
    const taken = from.slice(0, numbers.length);
    for (let i = 0; i < numbers.length; i++) taken[i] = from[numbers[i]];
    return taken as unknown as R;
  }
  const from = rows as readonly unknown[];
  return Array.from(numbers, (row) => copyNested(from[row], caller)) as unknown as R;
}

function takeTensor(x: Tensor, numbers: Int32Array): Tensor {
  const { data, offset, shape, size, dtype } = contiguous(x);
  const taken = fresh(shape.with(0, numbers.length), dtype);
  const length = size / shape[0];
  for (let i = 0; i < numbers.length; i++)
    copyEntries(taken.data, i * length, data, offset + numbers[i] * length, length);
  return taken;
}

function copyNested(value: unknown, caller: string, depth = 1): unknown {
  if (depth > mostAxes) throw new Error(`${caller}: arrays are nested more than ${mostAxes} deep`);
  if (Array.isArray(value)) return Array.from(value, (inner) => copyNested(inner, caller, depth + 1));
  return isNested(value) ? value.slice() : value;
}
