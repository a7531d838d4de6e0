import { formatShape } from "../arguments/shape.ts";
import { checkTensor } from "./elementwise.ts";
import type { Tensor } from "./tensor.ts";

/** How many entries are printed at either end of an axis that is too long to print. */
const EDGE = 3;

/**
 * A tensor as text: shape and precision, then the entries with six significant digits and the decimal points of a column
 * below one another. Of an axis longer than six the first and the last three are shown.
 *
 * @example
 * import { format, tensor } from "@nudge/core";
 *
 * console.log(format(tensor([[1, 2.5], [-30, 1 / 3]])));
 * // tensor [2, 2] float64
 * // [[  1 2.5     ]
 * //  [-30 0.333333]]
 */
export function format(x: Tensor): string {
  checkTensor("format", x);
  const head = `tensor ${formatShape(x.shape)} ${x.dtype}\n`;
  if (x.size === 0) return `${head}[]`;
  if (x.shape.length === 0) return head + formatNumber(x.data[x.offset]);
  return head + nest(align(rowsOf(x)).values(), x.shape, 0);
}

/** The printed rows, which lie along the last axis, as the texts of their entries. */
function rowsOf(x: Tensor): string[][] {
  const rows: string[][] = [];
  const last = x.shape.length - 1;
  const visit = (axis: number, offset: number): void => {
    const at = (i: number) => offset + i * x.stride[axis];
    if (axis === last) rows.push(elided(x.shape[axis], (i) => formatNumber(x.data[at(i)])));
    else elided(x.shape[axis], (i) => visit(axis + 1, at(i)));
  };
  visit(0, x.offset);
  return rows;
}

/** The lines of the rows in brackets, with an empty line between matrices. */
function nest(lines: Iterator<string>, shape: readonly number[], axis: number): string {
  const last = shape.length - 1;
  if (axis === last) return `[${lines.next().value}]`;
  const separator = "\n".repeat(last - axis) + " ".repeat(axis + 1);
  return `[${elided(shape[axis], () => nest(lines, shape, axis + 1)).join(separator)}]`;
}

/** What `print` gives for the indices that are shown, with "..." for the others. */
function elided<T>(length: number, print: (index: number) => T): (T | "...")[] {
  const from = (start: number, count: number) => Array.from({ length: count }, (_, i) => print(start + i));
  if (length <= 2 * EDGE) return from(0, length);
  return [...from(0, EDGE), "...", ...from(length - EDGE, EDGE)];
}

function formatNumber(value: number): string {
  const text = value.toPrecision(6);
  return text.includes(".") ? text.replace(/\.?0+(?=e|$)/, "") : text;
}

/** Each row as one line. */
function align(rows: readonly (readonly string[])[]): string[] {
  const before = (cell: string) => cell.search(/[.e]|$/);
  const widths = rows[0].map((_, column) => {
    const cells = rows.map((row) => row[column]);
    const left = Math.max(...cells.map(before));
    return { left, right: Math.max(...cells.map((cell) => cell.length - before(cell))) };
  });
  const pad = (cell: string, { left, right }: { left: number; right: number }) =>
    (" ".repeat(left - before(cell)) + cell).padEnd(left + right);
  return rows.map((row) => row.map((cell, column) => pad(cell, widths[column])).join(" "));
}
