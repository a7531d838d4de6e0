import type { TypedArray } from "../../tensor.ts";

/** A matrix anywhere in data: entry (i, j) is at `offset + i rowStride + j columnStride`. */
export interface Matrix {
  readonly data: TypedArray;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

export function matrix(
  data: TypedArray,
  offset: number,
  rows: number,
  columns: number,
  rowStride: number,
  columnStride: number,
): Matrix {
  return { data, offset, rows, columns, rowStride, columnStride };
}

export function transposed(x: Matrix): Matrix {
  return {
    data: x.data,
    offset: x.offset,
    rows: x.columns,
    columns: x.rows,
    rowStride: x.columnStride,
    columnStride: x.rowStride,
  };
}

/** Rows `from` up to, and without, `to`. */
export function rowsOf(x: Matrix, from: number, to: number): Matrix {
  return { ...x, offset: x.offset + from * x.rowStride, rows: to - from };
}

/** Columns `from` up to, and without, `to`. */
export function columnsOf(x: Matrix, from: number, to: number): Matrix {
  return { ...x, offset: x.offset + from * x.columnStride, columns: to - from };
}

/** Whether the entries of a column are nearer to each other than those of a row. */
export function isColumnMajor(x: Matrix): boolean {
  return Math.abs(x.rowStride) < Math.abs(x.columnStride);
}

/** Shorter rows are copied faster by a loop than by `set`. */
const SHORT_ROW = 32;

/** Copies the entries of one matrix to another of the same size. */
export function assign(to: Matrix, from: Matrix): void {
  if (isColumnMajor(to)) assignRows(transposed(to), transposed(from));
  else assignRows(to, from);
}

function assignRows(to: Matrix, from: Matrix): void {
  const { rows, columns } = to;
  const hasRows = to.columnStride === 1 && from.columnStride === 1;
  if (hasRows && isGapless(to) && isGapless(from)) {
    to.data.set(from.data.subarray(from.offset, from.offset + rows * columns), to.offset);
    return;
  }
  for (let i = 0; i < rows; i++) {
    let p = to.offset + i * to.rowStride;
    let q = from.offset + i * from.rowStride;
    if (hasRows && columns >= SHORT_ROW) {
      to.data.set(from.data.subarray(q, q + columns), p);
      continue;
    }
    for (let j = 0; j < columns; j++) {
      to.data[p] = from.data[q];
      p += to.columnStride;
      q += from.columnStride;
    }
  }
}

/** Whether each row begins where the one before ends. */
function isGapless(x: Matrix): boolean {
  return x.rowStride === x.columns || x.rows === 1;
}
