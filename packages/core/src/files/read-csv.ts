import { readOptions } from "../arguments/options.ts";
import { printCall } from "../arguments/print-call.ts";
import { kind, list, optional, text } from "../arguments/reader.ts";
import { csvRows } from "../data/csv-rows.ts";
import { csvTable } from "../data/csv-table.ts";
import type { Cell, Table, TableRows } from "../data/table.ts";
import { fresh } from "../tensor/fresh.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Path, piecesOf, readPath } from "./pieces.ts";

/** What the columns of a CSV file hold. */
export interface CsvOptions {
  /** The column that is to be predicted. @defaultValue none */
  readonly target?: string;
  /** Columns of categories by their names; all others are of numbers. @defaultValue none */
  readonly categorical?: readonly string[];
  /** How missing cells are written besides "", for `impute`. @defaultValue none may be missing */
  readonly missing?: readonly string[];
  /** Columns to leave out. @defaultValue [] */
  readonly skip?: readonly string[];
  /** The character between cells. @defaultValue "," */
  readonly delimiter?: string;
}

/** What a CSV file holds, row by row. */
export interface CsvData<I extends TableRows, T> {
  /** A tensor [n, columns], in which missing numbers are NaN; with `categorical` a table, in which they are null. */
  readonly inputs: I;
  /** The target of each row: numbers, or the indices of `classes`. */
  readonly targets: T;
  /** The names of the columns of `inputs`. */
  readonly columns: readonly string[];
  /** The names of the classes in alphabetical order, where targets are names. */
  readonly classes: readonly string[] | undefined;
}

/** The targets of a file: numbers as they are, or the indices of classes. */
export type CsvTargets = Float64Array | Int32Array;

const delimiterReader = kind<string>(
  'one character, such as ","',
  (value) => typeof value === "string" && value.length === 1 && !'"\r\n\ufeff'.includes(value),
  ",",
);
const names = list("a list of names", text());

function toTensor(rows: readonly (readonly Cell[])[], columns: number): Tensor {
  const x = fresh([rows.length, columns], "float64");
  for (const [i, row] of rows.entries())
    for (let k = 0; k < columns; k++) x.data[i * columns + k] = (row[k] as number | null) ?? Number.NaN;
  return x;
}

function toTargets(values: readonly (number | string)[]) {
  if (typeof values[0] === "number") return { targets: Float64Array.from(values as number[]) };
  const classes = [...new Set(values as string[])].sort();
  const index = new Map(classes.map((name, k) => [name, k]));
  return { targets: Int32Array.from(values as string[], (name) => index.get(name)!), classes };
}

/**
 * Reads a CSV file with a header, without holding its text in memory. Rows are counted from 0, and the file is UTF-8 text.
 *
 * A column holds numbers, unless it is named in `categorical`: decimal digits with a sign, a point and an exponent or without, as
 * in " 5 ", "-1.5e3" and ".5"; "0x10", "1_000" and "1e400" are none. The target may be of numbers, or of names: these become
 * `classes`. Cells that are missing are refused, unless `missing` is given.
 *
 * Throws, with row, line and column: where a cell is not what its column holds, where a row is longer or shorter than the header, and
 * where a quote is not closed; when a name in the header is empty or there twice; and when the file is empty or cannot be read.
 *
 * @example
 * import { writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { format } from "@nudge/core";
 * import { readCsv } from "@nudge/core/node";
 *
 * const path = `${tmpdir()}/flowers.csv`;
 * await writeFile(path, "petals,height,species\n5,10.5,rose\n8,12,daisy\n5,11,rose\n");
 * const { inputs, targets, columns, classes } = await readCsv(path, { target: "species" });
 * console.log(format(inputs), columns, targets, classes);
 * // tensor [3, 2] float64
 * // [[5 10.5]
 * //  [8 12  ]
 * //  [5 11  ]] [ 'petals', 'height' ] Int32Array(3) [ 1, 0, 1 ] [ 'daisy', 'rose' ]
 */
export async function readCsv(
  path: Path,
  options: CsvOptions & { readonly target: string; readonly categorical: readonly string[] },
): Promise<CsvData<Table, CsvTargets>>;
export async function readCsv(
  path: Path,
  options: CsvOptions & { readonly target: string },
): Promise<CsvData<Tensor, CsvTargets>>;
export async function readCsv(
  path: Path,
  options: CsvOptions & { readonly categorical: readonly string[] },
): Promise<CsvData<Table, undefined>>;
export async function readCsv(path: Path, options?: CsvOptions): Promise<CsvData<Tensor, undefined>>;
export async function readCsv(
  path: Path,
  options?: CsvOptions,
): Promise<CsvData<TableRows, CsvTargets | undefined>> {
  const file = readPath("readCsv", path);
  const caller = printCall("readCsv", [file]);
  const { target, categorical, missing, skip, delimiter } = readOptions(caller, options, {
    target: optional(text()),
    categorical: optional(names),
    missing: optional(names),
    skip: list("a list of names", text(), []),
    delimiter: delimiterReader,
  });
  const table = csvTable(caller, { target, categorical: categorical ?? [], skip }, missing);
  const rowsIn = csvRows(caller, delimiter);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (piece?: Buffer): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch (cause) {
      throw new Error(`${caller}: the file is not UTF-8 text`, { cause });
    }
  };
  for await (const piece of piecesOf(file, caller)) rowsIn(decode(piece), false).forEach(table.add);
  rowsIn(decode(), true).forEach(table.add);

  const { columns, rows, targets } = table.end();
  return {
    inputs: categorical === undefined ? toTensor(rows, columns.length) : rows,
    classes: undefined,
    targets: undefined,
    ...(target !== undefined && toTargets(targets)),
    columns,
  };
}
