// A window slides over the axes of space. Where it reads is one table for all examples and channels, so that
// convolution is a product of matrices, and pooling a reduction of rows.
import { type Dtype, full, type Tensor, tensors, zeros } from "@nudge/core";
import { spaces } from "./space.ts";

/** How a window looks and moves, by axes of space. */
export interface WindowOptions {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** A window over axes of a certain length. */
export interface Windows {
  /** How many positions the window takes along each axis. */
  readonly shape: readonly number[];
  readonly positions: number;
  /** How many entries it has. */
  readonly entries: number;
  /** The entry of space that entry k of the window at position p reads, at `p · entries + k`; -1 in the padding. */
  readonly table: Int32Array;
}

/** The table of a window over `space`. Along each axis the positions are 0 ... ⌊(length + 2 padding - reach) / stride⌋. */
export function windowsOf(
  space: readonly number[],
  { kernel, stride, padding, dilation }: WindowOptions,
): Windows {
  const shape: number[] = [];
  const names = spaces[space.length as 1 | 2];
  let windows = { positions: 1, entries: 1, table: Int32Array.of(0) };
  space.forEach((length, axis) => {
    const width = kernel[axis];
    const reach = dilation[axis] * (width - 1) + 1;
    const count = Math.floor((length + 2 * padding[axis] - reach) / stride[axis]) + 1;
    const least = Math.max(1, reach - 2 * padding[axis]);
    if (length < least) throw new Error(`expected a ${names[axis]} of at least ${least}, got ${length}`);
    shape.push(count);
    // Each place found so far becomes a row along this axis.
    const { positions, entries, table } = windows;
    const next = new Int32Array(table.length * count * width);
    for (let p = 0, at = 0; p < positions; p++)
      for (let o = 0; o < count; o++)
        for (let e = 0; e < entries; e++)
          for (let k = 0; k < width; k++) {
            const row = table[p * entries + e];
            const i = o * stride[axis] - padding[axis] + k * dilation[axis];
            next[at++] = row < 0 || i < 0 || i >= length ? -1 : row * length + i;
          }
    windows = { positions: positions * count, entries: entries * width, table: next };
  });
  return { shape, ...windows };
}

/** What the window sees, a row for each position: x: [n, channels, space] -> [n · positions, channels · entries]. */
export function gather(x: Tensor, { positions, entries, table }: Windows, outside = 0): Tensor {
  const [n, channels, space] = x.shape;
  const rows = full([n * positions, channels * entries], outside, x.dtype as Dtype);
  const { data, offset } = tensors.reshape(x, x.shape);
  for (let i = 0, at = 0; i < n; i++)
    for (let p = 0; p < positions; p++)
      for (let c = 0; c < channels; c++) {
        const start = offset + (i * channels + c) * space;
        for (let k = p * entries; k < (p + 1) * entries; k++, at++)
          if (table[k] >= 0) rows.data[at] = data[start + table[k]];
      }
  return rows;
}

/** The transpose of `gather`: adds every entry of the rows to the entry of space it was read from. */
export function scatter(
  rows: Tensor,
  shape: readonly number[],
  { positions, entries, table }: Windows,
): Tensor {
  const [n, channels, space] = shape;
  const x = zeros(shape, rows.dtype as Dtype);
  const { data, offset } = tensors.reshape(rows, rows.shape);
  for (let i = 0, at = offset; i < n; i++)
    for (let p = 0; p < positions; p++)
      for (let c = 0; c < channels; c++) {
        const start = (i * channels + c) * space;
        for (let k = p * entries; k < (p + 1) * entries; k++, at++)
          if (table[k] >= 0) x.data[start + table[k]] += data[at];
      }
  return x;
}
