// The door of transforms: rows come in as tensors, nested arrays or tables, and go on with their numbers apart from their categories.
import { checkSize } from "../../arguments/check-shape.ts";
import { describe } from "../../arguments/describe.ts";
import { nestingOf } from "../../arguments/nesting.ts";
import { refusal } from "../../arguments/refusal.ts";
import { formatShape, sameShape, sizeOf } from "../../arguments/shape.ts";
import { fresh } from "../../tensor/fresh.ts";
import { reshape } from "../../tensor/reshape.ts";
import { isRows, placeOf, toUncheckedTensor } from "../../tensor/rows.ts";
import { isTensor, type Tensor } from "../../tensor/tensor.ts";
import type { Cell, Table, TableRows } from "../table.ts";

/** Rows, column by column; those of tensors of more axes have a column for each index of a row. */
export interface Frame {
  /** [n, ...row]: NaN where a number is missing, and in columns of categories. */
  readonly numbers: Tensor;
  /** The columns that hold categories; null where one is missing. */
  readonly categories: ReadonlyMap<number, readonly (string | null)[]>;
  /** Where each column stood in the rows as they came in. */
  readonly sources: readonly number[];
}

/** What all rows have in common. */
export interface RowKind {
  /** The shape of a row. */
  readonly shape: readonly number[];
  /** The columns that hold categories. */
  readonly categories: readonly number[];
}

const isNested = (value: unknown): value is readonly unknown[] => isRows(value) && !isTensor(value);

export const kindOf = ({ numbers, categories }: Frame): RowKind => ({
  shape: numbers.shape.slice(1),
  categories: [...categories.keys()],
});

/** Where an entry stands in the rows as they came in: "row 17, column 2". */
export function placeIn({ numbers, sources }: Frame, row: number, column: number): string {
  let rest = sources[column];
  const index = numbers.shape.slice(1).reduceRight<number[]>((index, length) => {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
    return index;
  }, []);
  return placeOf([row, ...index]);
}

function frameOf(numbers: Tensor, categories: Frame["categories"] = new Map()): Frame {
  const columns = sizeOf(numbers.shape.slice(1));
  return { numbers, categories, sources: Array.from({ length: columns }, (_, k) => k) };
}

/** A table with its columns told apart: as `kind` says, or those that hold any category are of categories. */
function readTable(caller: string, table: Table, kind?: RowKind): Frame {
  const columns = table[0].length;
  checkSize(caller, [table.length, columns]);
  const isCategorical = Array.from({ length: columns }, (_, k) =>
    kind === undefined
      ? table.some((row) => Array.isArray(row) && typeof row[k] === "string")
      : kind.categories.includes(k),
  );
  const numbers = fresh([table.length, columns], "float64");
  numbers.data.fill(Number.NaN);
  const categories = new Map<number, (string | null)[]>();
  for (let k = 0; k < columns; k++) if (isCategorical[k]) categories.set(k, []);
  for (const [i, row] of table.entries()) {
    if (!Array.isArray(row) || row.length !== columns)
      throw new Error(`${caller}: row ${i} is ${describe(row)}, row 0 an array of ${columns}`);
    for (let k = 0; k < columns; k++) {
      const cell: Cell = row[k];
      const holds = isCategorical[k] ? "string" : "number";
      if (cell !== null && typeof cell !== holds)
        throw new Error(
          `${caller}: ${placeOf([i, k])} is ${describe(cell)}, not a ${isCategorical[k] ? "category" : "number"}`,
        );
      if (isCategorical[k]) categories.get(k)!.push(cell as string | null);
      else if (cell !== null) numbers.data[i * columns + k] = cell as number;
    }
  }
  return frameOf(numbers, categories);
}

const isCell = (value: unknown) => value === null || typeof value === "string";

/** Rows as a frame, of the kind that is given if there is one; a single row counts as one then, and is said to be `single`. */
export function readFrame(
  caller: string,
  given: TableRows | readonly Cell[],
  kind?: RowKind,
): { readonly frame: Frame; readonly single: boolean } {
  const nesting = isTensor(given) ? given.shape : nestingOf(caller, given, isNested);
  const single = kind !== undefined && nesting.length === kind.shape.length;
  const rows = !single
    ? given
    : isTensor(given)
      ? reshape(given, [1, ...given.shape])
      : ([given] as TableRows);
  const shape = single ? nesting : nesting.slice(1);
  if (!isRows(rows) || (nesting.length === 0 && !single))
    throw refusal(caller, "expected rows as a tensor, a table or nested arrays", given);
  if ((single ? 1 : nesting[0]) === 0) throw new Error(`${caller}: no rows`);
  if (kind !== undefined && !sameShape(shape, kind.shape)) {
    const [expected, got] = [kind.shape, shape].map((row) => formatShape(["n", ...row]));
    throw new Error(`${caller}: it was fitted on rows ${expected}, got ${got}`);
  }
  const isTable =
    isNested(rows) &&
    shape.length === 1 &&
    (kind?.categories.length ||
      (rows as readonly unknown[]).some((row) => Array.isArray(row) && row.some(isCell)));
  if (isTable) return { frame: checked(caller, readTable(caller, rows as Table, kind)), single };
  if (kind?.categories.length)
    throw refusal(caller, `expected a table, with categories in column ${kind.categories[0]}`, given);
  const numbers = toUncheckedTensor(rows as Tensor, isTensor(rows) ? rows.dtype : "float64", caller);
  return { frame: checked(caller, frameOf(numbers)), single };
}

/** Infinite numbers are refused: no statistic of them is finite. */
function checked(caller: string, frame: Frame): Frame {
  const { data, offset, size } = frame.numbers;
  for (let i = 0; i < size; i++) {
    const value = data[offset + i];
    if (value - value === 0 || Number.isNaN(value)) continue;
    const columns = frame.sources.length;
    throw new Error(`${caller}: ${placeIn(frame, Math.floor(i / columns), i % columns)} is ${value}`);
  }
  return frame;
}

/** The numbers of a frame; throws where it still holds categories, or nothing. */
export function numbersOf(caller: string, frame: Frame): Tensor {
  const { numbers, categories, sources } = frame;
  for (const [k, names] of categories) {
    const row = Math.max(
      0,
      names.findIndex((name) => name !== null),
    );
    throw new Error(`${caller}: ${placeIn(frame, row, k)} is ${describe(names[row])}: add oneHot()`);
  }
  const { data, offset, size } = numbers;
  for (let i = 0; i < size; i++) {
    const value = data[offset + i];
    if (value - value === 0) continue;
    const place = placeIn(frame, Math.floor(i / sources.length), i % sources.length);
    throw new Error(
      `${caller}: ${place} ${Number.isNaN(value) ? "is missing: add impute()" : `becomes ${value}`}`,
    );
  }
  return numbers;
}
