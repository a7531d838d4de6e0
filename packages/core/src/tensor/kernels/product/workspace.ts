import type { TypedArray } from "../../tensor.ts";
import { instantiate, type Kernel } from "./instantiate.ts";
import { assign, columnsOf, isColumnMajor, type Matrix, rowsOf, transposed } from "./matrix.ts";
import { plainProduct } from "./plain.ts";

/** Where products are computed: out = a b for a: [n, k], b: [k, m], out: [n, m], of one precision, out apart from a and b. */
export type Workspace = (out: Matrix, a: Matrix, b: Matrix) => void;

/** Bytes for copies and panels. The host gives memory page by page as it is written: small products take little. */
export const SCRATCH = 1 << 24;

/**
 * A workspace; each copy into it costs 40 ns and 0.1 ns an entry. `relaxed` allows the host to round a multiplication and
 * an addition once: faster, but the last bits depend on the host.
 */
export function createWorkspace(relaxed = false): Workspace {
  const kernel = instantiate(SCRATCH, relaxed);
  return kernel === undefined ? plainProduct : workspaceOf(kernel);
}

/** Where a copy of a matrix goes in the memory of the kernel, in the order it has: from entry `offset` on. */
function placeFor(x: Matrix, data: TypedArray, offset: number): Matrix {
  const { rows, columns } = x;
  return isColumnMajor(x)
    ? { data, offset, rows, columns, rowStride: 1, columnStride: rows }
    : { data, offset, rows, columns, rowStride: columns, columnStride: 1 };
}

function workspaceOf({ buffer, multiply64, multiply32 }: Kernel): Workspace {
  const float64 = new Float64Array(buffer);
  const float32 = new Float32Array(buffer);

  function multiply(out: Matrix, a: Matrix, b: Matrix): void {
    const size = out.data instanceof Float32Array ? 4 : 8;
    const view = size === 4 ? float32 : float64;
    const n = out.rows;
    const k = a.columns;
    const m = out.columns;
    const bStart = roundUp(n * k, 4);
    const outStart = bStart + roundUp(k * m, 4);
    const x = placeFor(a, view, 0);
    const y = placeFor(b, view, bStart);
    const z = placeFor(out, view, outStart);
    assign(x, a);
    assign(y, b);
    (size === 4 ? multiply32 : multiply64)(
      n,
      k,
      m,
      z.offset * size,
      z.rowStride * size,
      z.columnStride * size,
      x.offset * size,
      x.rowStride * size,
      x.columnStride * size,
      y.offset * size,
      y.rowStride * size,
      y.columnStride * size,
      (outStart + roundUp(n * m, 4)) * size,
    );
    assign(out, z);
  }

  /** In parts, where the scratch is too small for the whole. */
  function multiplyParts(out: Matrix, a: Matrix, b: Matrix): void {
    const { rows, columns } = out;
    if (scratchFor(out, a) <= SCRATCH) {
      multiply(out, a, b);
    } else if (rows <= 4 && columns <= 4) {
      plainProduct(out, a, b);
    } else if (rows > columns) {
      const half = rows >> 1;
      multiplyParts(rowsOf(out, 0, half), rowsOf(a, 0, half), b);
      multiplyParts(rowsOf(out, half, rows), rowsOf(a, half, rows), b);
    } else {
      const half = columns >> 1;
      multiplyParts(columnsOf(out, 0, half), a, columnsOf(b, 0, half));
      multiplyParts(columnsOf(out, half, columns), a, columnsOf(b, half, columns));
    }
  }

  return (out, a, b) => {
    if (isSmall(out, a)) plainProduct(out, a, b);
    else if (wastesLess(out)) multiplyParts(transposed(out), transposed(b), transposed(a));
    else multiplyParts(out, a, b);
  };
}

/** Whether plain JavaScript is the fastest way: a call of the kernel pays from 64 multiplications a byte of a number. */
export function isSmall(out: Matrix, a: Matrix): boolean {
  return out.rows * a.columns * out.columns < (out.data instanceof Float32Array ? 256 : 512);
}

/** Whether the transposed product has fewer tiles: they have 4 rows and 32 bytes of columns. */
function wastesLess({ rows, columns, data }: Matrix): boolean {
  const width = 32 / (data instanceof Float32Array ? 4 : 8);
  return Math.ceil(columns / 4) * Math.ceil(rows / width) < Math.ceil(rows / 4) * Math.ceil(columns / width);
}

/** Bytes for copies of the three matrices, panels of b, a block of panels of a, and a tile: never less than needed. */
function scratchFor({ rows, columns, data }: Matrix, { columns: k }: Matrix): number {
  const size = data instanceof Float32Array ? 4 : 8;
  const copies = (rows * k + k * columns + rows * columns + 12) * size;
  const panels = k * (columns * size + 32) + Math.max(1 << 18, 32 * k);
  return copies + panels + 128;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
