import { checkShape } from "../arguments/check-shape.ts";
import { describe } from "../arguments/describe.ts";
import { nestingOf } from "../arguments/nesting.ts";
import { formatShape, sizeOf } from "../arguments/shape.ts";
import { fresh } from "./fresh.ts";
import type { Tensor } from "./tensor.ts";

/** Any typed array but those of bigints. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** A number, or rows of the same length, nested to any depth; the innermost may be typed arrays. */
export type NestedArray = number | NumberArray | readonly NestedArray[];

type Row = { readonly length: number; readonly [index: number]: unknown };

/**
 * A new tensor with a copy of `values`: nested arrays, or a flat array and the `shape` that it fills in row-major order.
 * A Float32Array makes a float32 tensor, everything else a float64 one; `cast` changes that. NaN and Infinity are data.
 * Throws where a row is longer or shorter than the others, where a value is not a number, and when the values do not
 * fill the shape.
 *
 * @example
 * import { tensor, toArray } from "@nudge/core";
 *
 * console.log(tensor([[1, 2, 3], [4, 5, 6]]).shape);
 * // [ 2, 3 ]
 * console.log(toArray(tensor([1, 2, 3, 4, 5, 6], [3, 2])));
 * // [ [ 1, 2 ], [ 3, 4 ], [ 5, 6 ] ]
 */
export function tensor(values: NestedArray, shape?: readonly number[]): Tensor {
  if (typeof values !== "number" && !isRow(values)) {
    throw new Error(`tensor: expected a number or an array, got ${describe(values)}`);
  }
  const rows: Row = typeof values === "number" ? [values] : values;
  if (shape !== undefined) {
    checkShape("tensor", shape);
    if (rows.length !== sizeOf(shape)) {
      const verb = rows.length === 1 ? "does" : "do";
      throw new Error(`tensor: ${count(rows.length)} ${verb} not fill shape ${formatShape(shape)}`);
    }
  }
  const dtype = values instanceof Float32Array ? "float32" : "float64";
  const x = fresh(shape ?? nestingOf("tensor", values, isRow), dtype);
  const nesting = shape === undefined && x.shape.length > 0 ? x.shape : [rows.length];
  fill(x.data, 0, rows, nesting, []);
  return x;
}

function isRow(value: unknown): value is Row {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Writes the entries of `row`, which stands at `place`, from data[start] on; returns where the next row starts. */
function fill(
  data: Tensor["data"],
  start: number,
  row: unknown,
  shape: readonly number[],
  place: readonly number[],
): number {
  const length = shape[place.length];
  const innermost = place.length === shape.length - 1;
  if (!isRow(row)) {
    throw new Error(`tensor: expected an array of ${length} at ${formatShape(place)}, got ${describe(row)}`);
  }
  if (row.length !== length) {
    const first = rowName(place.map(() => 0));
    throw new Error(`tensor: ${rowName(place)} has ${count(row.length)}, ${first} has ${length}`);
  }
  let next = start;
  for (let i = 0; i < length; i++) {
    const value = row[i];
    if (!innermost) {
      next = fill(data, next, value, shape, [...place, i]);
    } else if (typeof value === "number") {
      data[next++] = value;
    } else {
      throw new Error(`tensor: expected a number at ${formatShape([...place, i])}, got ${describe(value)}`);
    }
  }
  return next;
}

const rowName = (place: readonly number[]) => `row ${place.length === 1 ? place[0] : formatShape(place)}`;
const count = (length: number) => (length === 1 ? "1 value" : `${length} values`);
