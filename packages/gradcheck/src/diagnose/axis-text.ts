// Indices and lines along an axis, in words.
import { listRanges } from "../words/describe.ts";

/** "row 2", "columns 0 and 1", "index 3 along axis 2" of a tensor of this rank. */
export function indicesText(rank: number, axis: number, indices: readonly number[]): string {
  const one = indices.length === 1;
  const list = listRanges(indices);
  if (rank === 1) return `${one ? "entry" : "entries"} ${list}`;
  if (rank === 2) return `${axis === 0 ? "row" : "column"}${one ? "" : "s"} ${list}`;
  return `${one ? "index" : "indices"} ${list} along axis ${axis}`;
}

/** "in each row", where the index of axis 1 runs. */
export function lineText(rank: number, axis: number): string {
  if (rank === 1) return "all along it";
  if (rank === 2) return axis === 0 ? "in each column" : "in each row";
  return `along axis ${axis}`;
}

/** "in rows 2 and 3", "in column 3, the last", "before the last step of axis 1": where some indices of an axis are. */
export function stretchText(shape: readonly number[], axis: number, indices: readonly number[]): string {
  const [rank, length] = [shape.length, shape[axis]];
  const last = length - 1;
  if (rank > 2 && length > 2 && indices.length === last) {
    if (!indices.includes(last)) return `before the last step of axis ${axis}`;
    if (!indices.includes(0)) return `after the first step of axis ${axis}`;
  }
  const end = indices.length === 1 && indices[0] === last && length > 1 ? ", the last" : "";
  return `in ${indicesText(rank, axis, indices)}${end}`;
}
