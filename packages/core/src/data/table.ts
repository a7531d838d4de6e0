// A table is rows of cells, as a file or a database gives them: numbers, categories by their names, and cells that are missing.
import type { Rows } from "../tensor/rows.ts";

/** A number, a category by its name, or null where a value is missing. */
export type Cell = number | string | null;

/** Rows of cells, each column either of numbers or of categories. */
export type Table = readonly (readonly Cell[])[];

/** Rows of numbers, or of numbers and categories. */
export type TableRows = Rows | Table;
