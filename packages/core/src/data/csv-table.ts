// What the rows of a CSV file hold: numbers, categories, targets, and cells that are missing. Spaces around a cell are no part of it.
import { describe } from "../arguments/describe.ts";
import { type CsvColumn, type CsvColumns, readHeader } from "./csv-header.ts";
import type { CsvRow } from "./csv-rows.ts";
import type { Cell } from "./table.ts";

/** What the rows came to. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly Cell[][];
  readonly targets: readonly (number | string)[];
}

type Refuse = (rule: string) => never;

/**
 * The number that a cell holds: decimal digits, with a sign, a point and an exponent or without, and finite in float64.
 * "0x10", "1_000", "1,5", "NaN" and "1e400" are none.
 */
function numberIn(cell: string): number | undefined {
  const number = /^0[box]/i.test(cell) ? Number.NaN : Number(cell);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Takes the rows of a file as they come, the header first. `missing` are the cells that are missing besides "", and
 * undefined where none may be.
 */
export function csvTable(caller: string, asked: CsvColumns, missing: readonly string[] | undefined) {
  let header: readonly CsvColumn[] | undefined;
  let emptyLine: number | undefined;
  const rows: Cell[][] = [];
  const targets: (number | string)[] = [];

  const placeOf = (line: number) => `${caller}: row ${rows.length} (line ${line})`;

  function readCell(cell: string, { isTarget, isCategorical }: CsvColumn, refuse: Refuse): Cell {
    if (cell === "" || missing?.includes(cell)) {
      if (isTarget) return refuse("is missing, and is the target");
      if (missing !== undefined) return null;
      return refuse("is missing; where cells may be, give missing: [], and impute() afterwards");
    }
    if (isCategorical) return cell;
    const number = numberIn(cell);
    if (!isTarget && number === undefined)
      return refuse(`is ${describe(cell)}, not a number; if it holds categories, name it in categorical`);
    // The first target says what all of them are.
    if (isTarget && targets.length > 0 && (number === undefined) !== (typeof targets[0] === "string"))
      return refuse(
        `is ${describe(cell)}, and in row 0 ${describe(targets[0])}; if both are names of classes, name it in categorical`,
      );
    return number ?? cell;
  }

  function addRow({ cells, line }: CsvRow, header: readonly CsvColumn[]): void {
    if (cells.length !== header.length) {
      const count = cells.length === 1 ? "1 cell" : `${cells.length} cells`;
      throw new Error(`${placeOf(line)} has ${count}, the header has ${header.length}`);
    }
    const row: Cell[] = [];
    let k = 0;
    const refuse: Refuse = (rule) => {
      throw new Error(`${placeOf(line)}, column ${describe(header[k].name)} ${rule}`);
    };
    for (; k < header.length; k++) {
      const column = header[k];
      if (column.isSkipped) continue;
      const value = readCell(cells[k].trim(), column, refuse);
      if (column.isTarget) targets.push(value as number | string);
      else row.push(value);
    }
    rows.push(row);
  }

  return {
    add(row: CsvRow): void {
      if (row.cells.length === 1 && row.cells[0].trim() === "") {
        emptyLine ??= row.line;
        return;
      }
      // Only at the end of a file may lines be empty.
      if (emptyLine !== undefined) throw new Error(`${caller}: line ${emptyLine} is empty`);
      if (header === undefined) header = readHeader(caller, row, asked);
      else addRow(row, header);
    },
    end(): CsvTable {
      if (header === undefined) throw new Error(`${caller}: the file is empty`);
      if (rows.length === 0) throw new Error(`${caller}: there is a header, and no row`);
      const columns = header.filter(({ isTarget, isSkipped }) => !isTarget && !isSkipped);
      return { columns: columns.map(({ name }) => name), rows, targets };
    },
  };
}
