// The state of a fitted transform as a file holds it, which may be hostile.
import { kind, list, type Reader } from "../../arguments/reader.ts";
import { sizeOf } from "../../arguments/shape.ts";
import type { RowKind } from "./frame.ts";

const anything: Reader<unknown> = { read: (_caller, _what, value) => value };

/** A list of so many entries of any kind. */
export function readEntries(
  caller: string,
  what: string,
  written: unknown,
  length: number,
): readonly unknown[] {
  const entries = list("a list", anything).read(caller, what, written);
  if (entries.length === length) return entries;
  throw new Error(`${caller}: ${what} must be a list of ${length}, got one of ${entries.length}`);
}

/** A list with an entry for each column of the rows, each as the reader for columns of its kind reads it. */
export function readEach<N, C>(
  caller: string,
  what: string,
  written: unknown,
  rows: RowKind,
  { numbers, categories }: { readonly numbers: Reader<N>; readonly categories: Reader<C> },
): (N | C)[] {
  const categorical = new Set(rows.categories);
  return readEntries(caller, what, written, sizeOf(rows.shape)).map((entry, k) =>
    (categorical.has(k) ? categories : numbers).read(caller, `${what}[${k}]`, entry),
  );
}

export const nothing = () => kind<null>("null", (value) => value === null);
