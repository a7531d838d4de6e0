// A matrix H with rows and columns for the entries of θ, in blocks: one for each pair of tensors of θ, row-major, those of the first
// tensor's rows first.
import { type Slice, type Tensor, zeros } from "@nudge/core";
import type { Tree } from "@nudge/core/internal";
import { place } from "../words/describe.ts";
import { indexOf } from "../words/index-of.ts";
import { numbersOf } from "./numbers.ts";

/** Rows and columns of H that belong to one pair of tensors of θ. */
export interface Block {
  readonly name: string;
  readonly rows: Slice;
  readonly columns: Slice;
}

/** The blocks of a matrix, from its rows. */
export function toBlocks(
  blocks: readonly Block[],
  matrix: readonly Float64Array[],
): { [name: string]: Tensor } {
  return Object.fromEntries(
    blocks.map(({ name, rows, columns }) => {
      const block = zeros([...rows.shape, ...columns.shape]);
      for (let i = 0; i < rows.length; i++) {
        const row = matrix[rows.offset + i];
        block.data.set(row.subarray(columns.offset, columns.offset + columns.length), i * columns.length);
      }
      return [name, block];
    }),
  );
}

/** The rows of a matrix of n columns, from its blocks: all in one array, which the next row writes over. */
export function* toRows(blocks: readonly Block[], tensors: Tree<Tensor>, n: number): Generator<Float64Array> {
  const row = new Float64Array(n);
  for (const rows of new Set(blocks.map((block) => block.rows))) {
    const beside = blocks.filter((block) => block.rows === rows);
    const values = beside.map(({ name }) => numbersOf(tensors[name] as Tensor));
    for (let i = 0; i < rows.length; i++) {
      for (const [k, { columns }] of beside.entries())
        for (let j = 0; j < columns.length; j++) row[columns.offset + j] = values[k][i * columns.length + j];
      yield row;
    }
  }
}

/** Where H[i, j] lies, of all blocks one after another. */
export function entryOfMatrix(parts: readonly Slice[], i: number, j: number): number {
  const partOf = (entry: number) =>
    parts.find(({ offset, length }) => entry >= offset && entry < offset + length) as Slice;
  const n = parts.reduce((sum, { length }) => sum + length, 0);
  const [rows, columns] = [partOf(i), partOf(j)];
  const block = rows.offset * n + rows.length * columns.offset;
  return block + (i - rows.offset) * columns.length + (j - columns.offset);
}

/** An entry of θ by its name: `W1[0, 1]`. */
export function entryOfTheta(parts: readonly Slice[], entry: number): string {
  const { name, shape, offset } = parts.findLast(({ offset }) => offset <= entry) as Slice;
  return place(name, indexOf(entry - offset, shape));
}
