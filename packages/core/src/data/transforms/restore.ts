// A transform as it was fitted, from its state in a file, which may be hostile.
import { checkSize } from "../../arguments/check-shape.ts";
import { checkKeys } from "../../arguments/options.ts";
import { count, countOrNone, list } from "../../arguments/reader.ts";
import { type FittedTransform, partsOf, type Transform } from "./define-transform.ts";
import type { RowKind } from "./frame.ts";

function readKind(caller: string, shape: unknown, categories: unknown): RowKind {
  const rows = {
    shape: list("a list of lengths", count()).read(caller, "shape", shape),
    categories: list("a list of columns", countOrNone()).read(caller, "categories", categories),
  };
  checkSize(caller, rows.shape);
  const [columns] = rows.shape;
  if (rows.categories.length > 0 && rows.shape.length !== 1)
    throw new Error(`${caller}: only rows of one axis have columns of categories`);
  for (const [k, column] of rows.categories.entries())
    if (column >= columns || (k > 0 && column <= rows.categories[k - 1]))
      throw new Error(
        `${caller}: categories[${k}] must be a column of ${columns}, behind those before it, got ${column}`,
      );
  return rows;
}

/** The transform as it was fitted. Throws, beginning with `caller`, where `state` is none that its `fit` could have found. */
export function restore(transform: Transform, state: unknown, caller: string): FittedTransform {
  checkKeys(caller, state as object, ["shape", "categories", "fitted"], ["a state", "key"]);
  const { shape, categories, fitted } = state as { readonly [key: string]: unknown };
  const rows = readKind(caller, shape, categories);
  const { definition, fittedWith } = partsOf(transform)!;
  return fittedWith(rows, definition.read(fitted, rows, caller));
}
