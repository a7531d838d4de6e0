import { describe } from "./describe.ts";
import { empty } from "./empty.ts";
import { checkShape, formatShape, sizeOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

type NumberArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** A number, or arrays of the same length, nested to any depth; the innermost may be typed arrays. */
export type NestedArray = number | NumberArray | readonly NestedArray[];

type Row = { readonly length: number; readonly [index: number]: unknown };

/** A new tensor holding a copy of `values`. */
export function tensor(values: NestedArray, shape?: readonly number[]): Tensor {
  const dtype = values instanceof Float32Array ? "float32" : "float64";
  if (shape === undefined) {
    const x = empty(shapeOf(values), dtype);
    fill(x.data, 0, values, x.shape, []);
    return x;
  }
  checkShape("tensor", shape);
  const flat: Row = isRow(values) ? values : [values];
  if (flat.length !== sizeOf(shape)) {
    const count = flat.length === 1 ? "1 value does" : `${flat.length} values do`;
    throw new Error(`tensor: ${count} not fill shape ${formatShape(shape)}`);
  }
  const x = empty(shape, dtype);
  fill(x.data, 0, flat, [flat.length], []);
  return x;
}

function isRow(value: unknown): value is Row {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** The lengths found by descending into first elements. */
function shapeOf(values: unknown): number[] {
  const shape: number[] = [];
  for (let value = values; isRow(value); value = value[0]) shape.push(value.length);
  return shape;
}

/** Writes `value`, which stands at `place`, from data[start] on; returns where the next one starts. */
function fill(
  data: Tensor["data"],
  start: number,
  value: unknown,
  shape: readonly number[],
  place: readonly number[],
): number {
  if (shape.length === place.length) {
    if (typeof value !== "number")
      throw new Error(`tensor: expected a number${at(place)}, got ${describe(value)}`);
    data[start] = value;
    return start + 1;
  }
  const length = shape[place.length];
  if (!isRow(value))
    throw new Error(`tensor: expected an array of ${length}${at(place)}, got ${describe(value)}`);
  if (value.length !== length) {
    const first = place.map(() => 0);
    throw new Error(`tensor: row ${row(place)} has ${count(value.length)}, row ${row(first)} has ${length}`);
  }
  let next = start;
  for (let i = 0; i < length; i++) next = fill(data, next, value[i], shape, [...place, i]);
  return next;
}

const at = (place: readonly number[]) => (place.length === 0 ? "" : ` at ${formatShape(place)}`);
const row = (place: readonly number[]) => (place.length === 1 ? String(place[0]) : formatShape(place));
const count = (length: number) => (length === 1 ? "1 value" : `${length} values`);
