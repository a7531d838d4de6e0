import { checkTensor } from "./elementwise.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

const edge = 3;

/** A tensor as text. */
export function format(x: Tensor): string {
  checkTensor("format", x);
  const head = `tensor ${formatShape(x.shape)} ${x.dtype}\n`;
  if (x.size === 0) return `${head}[]`;
  const rank = x.shape.length;
  if (rank === 0) return head + formatNumber(x.data[x.offset]);

  const columns = shown(x.shape[rank - 1]);
  const rows: (readonly string[])[] = [];
  const visit = (axis: number, offset: number): void => {
    if (axis === rank - 1) {
      rows.push(
        columns.map((i) => (i === undefined ? "..." : formatNumber(x.data[offset + i * x.stride[axis]]))),
      );
    } else {
      for (const i of shown(x.shape[axis])) if (i !== undefined) visit(axis + 1, offset + i * x.stride[axis]);
    }
  };
  visit(0, x.offset);
  const lines = align(rows).values();
  const block = (axis: number): string => {
    if (axis === rank - 1) return `[${lines.next().value}]`;
    const separator = "\n".repeat(Math.max(1, rank - 1 - axis)) + " ".repeat(axis + 1);
    return `[${shown(x.shape[axis])
      .map((i) => (i === undefined ? "..." : block(axis + 1)))
      .join(separator)}]`;
  };
  return head + block(0);
}

/** The indices to print; undefined stands for those left out. */
function shown(length: number): (number | undefined)[] {
  const indices = Array.from({ length }, (_, i) => i);
  return length <= 2 * edge ? indices : [...indices.slice(0, edge), undefined, ...indices.slice(-edge)];
}

/** Six significant digits. */
function formatNumber(value: number): string {
  const text = value.toPrecision(6);
  return text.includes(".") ? text.replace(/\.?0+(?=e|$)/, "") : text;
}

/** Rows as text, with the decimal points of a column below one another. */
function align(rows: readonly (readonly string[])[]): string[] {
  const before = (cell: string) => cell.search(/[.e]|$/);
  const widths = rows[0].map((_, column) => {
    const cells = rows.map((row) => row[column]);
    const left = Math.max(...cells.map(before));
    return { left, right: Math.max(...cells.map((cell) => cell.length - before(cell))) };
  });
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const { left, right } = widths[column];
        return (" ".repeat(left - before(cell)) + cell).padEnd(left + right);
      })
      .join(" "),
  );
}
