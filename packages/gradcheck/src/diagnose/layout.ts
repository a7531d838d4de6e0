// Row-major indices: from an entry to its place along an axis, and back.
import { sizeOf, stridesOf } from "@nudge/core/internal";

/** The index of each entry along an axis. */
export function indicesAlong(shape: readonly number[], axis: number): Int32Array {
  const stride = stridesOf(shape)[axis];
  return Int32Array.from({ length: sizeOf(shape) }, (_, k) => Math.floor(k / stride) % shape[axis]);
}

/** Which line along an axis each entry is on, counted from 0: entries of a line differ in that index alone. */
export function linesAlong(shape: readonly number[], axis: number): Int32Array {
  const stride = stridesOf(shape)[axis];
  const block = stride * shape[axis];
  return Int32Array.from({ length: sizeOf(shape) }, (_, k) => Math.floor(k / block) * stride + (k % stride));
}

/** The entry that a tensor of this shape has where another has entry `k`, once `axes` are permuted. */
export function permuteAxes(shape: readonly number[], axes: readonly number[]): Int32Array {
  const strides = stridesOf(shape);
  const permuted = axes.map((axis) => shape[axis]);
  const own = stridesOf(permuted);
  return Int32Array.from({ length: sizeOf(shape) }, (_, k) =>
    axes.reduce((from, axis, i) => from + (Math.floor(k / own[i]) % permuted[i]) * strides[axis], 0),
  );
}

/** Entries grouped by a number that each has. */
export function groupBy(keys: ArrayLike<number>): number[][] {
  const groups = new Map<number, number[]>();
  for (let k = 0; k < keys.length; k++) {
    const group = groups.get(keys[k]);
    if (group) group.push(k);
    else groups.set(keys[k], [k]);
  }
  return [...groups.values()];
}

/** The values at other places: the k-th is `values[from[k]]`, NaN where that is -1. */
export const gather = (values: Float64Array, from: ArrayLike<number>) =>
  Float64Array.from(from, (k) => (k < 0 ? Number.NaN : values[k]));

/** The numeric gradient in another order: entry `from[k]` in the place of entry k, nothing where that is -1. */
export const rearranged = (
  { numeric, error }: { readonly numeric: Float64Array; readonly error: Float64Array },
  from: ArrayLike<number>,
) => ({ value: gather(numeric, from), error: gather(error, from) });
