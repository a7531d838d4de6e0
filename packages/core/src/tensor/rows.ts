// The door: data come in as tensors, nested arrays or arrays of typed rows, and go on as contiguous tensors of one
// precision. Ragged, missing and non-finite values are refused here, with their row and column.

import { describe } from "../arguments/describe.ts";
import { nestingOf } from "../arguments/nesting.ts";
import { assign, isContiguous } from "./contiguous.ts";
import { empty } from "./empty.ts";
import { type Input, tensorsIn } from "./input.ts";
import { allFinite } from "./kernels/finite.ts";
import { firstNonFinite } from "./non-finite.ts";
import { type Dtype, isTensor, type Tensor } from "./tensor.ts";

/** Arrays of numbers, nested to any depth; rows may be typed arrays. */
export type NestedRows = ArrayLike<number | NestedRows>;

/** Rows of data: a tensor whose first axis counts them, or nested arrays. */
export type Rows = Tensor | NestedRows;

/** The rows of one input, or of several by name. */
export type Inputs = Rows | { readonly [name: string]: Rows };

function isArray(value: unknown): value is NestedRows {
  if (typeof value !== "object") return false;
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

export function isRows(value: unknown): value is Rows {
  return isArray(value) || isTensor(value);
}

/** "row 17, column 2"; from the third index on "row 17, index [2, 0]". */
export function placeOf([row, ...rest]: readonly number[]): string {
  if (rest.length === 0) return `row ${row}`;
  return `row ${row}, ${rest.length === 1 ? `column ${rest[0]}` : `index [${rest.join(", ")}]`}`;
}

/** Writes the entries of `node` from data[start] on; gives where the next ones start, or -1 where it is not of the shape. */
function fill(
  data: Tensor["data"],
  start: number,
  node: number | NestedRows,
  shape: readonly number[],
  axis = 0,
): number {
  const length = shape[axis];
  if (!isArray(node) || node.length !== length) return -1;
  let next = start;
  for (let i = 0; i < length && next >= 0; i++) {
    const value = node[i];
    if (axis < shape.length - 1) next = fill(data, next, value, shape, axis + 1);
    else if (typeof value === "number") data[next++] = value;
    else return -1;
  }
  return next;
}

/** What `fill` found first that is not of the shape, in `node`, which stands at `index`. */
function faultOf(
  node: number | NestedRows,
  shape: readonly number[],
  index: readonly number[] = [],
): string | undefined {
  const length = shape[index.length];
  if (length === undefined)
    return typeof node === "number" ? undefined : `${placeOf(index)} is ${describe(node)}, not a number`;
  if (!isArray(node)) return `${placeOf(index)} is ${describe(node)}, not an array of ${length}`;
  if (node.length !== length)
    return `${placeOf(index)} has ${node.length} values, ${placeOf(index.map(() => 0))} has ${length}`;
  for (let i = 0; i < length; i++) {
    const fault = faultOf(node[i], shape, [...index, i]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Whether rows are a tensor that passes the door as it is. */
export function isReady(rows: unknown, dtype: Dtype): rows is Tensor {
  if (!isTensor(rows) || rows.dtype !== dtype) return false;
  // `isContiguous` and `size` in one loop: two would slow a tiny net.
  const { data, shape, stride, offset } = rows;
  let size = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== size) return false;
    size *= shape[axis];
  }
  return shape.length > 0 && size > 0 && allFinite(data, offset, size);
}

function inPrecision(x: Tensor, dtype: Dtype): Tensor {
  if (x.dtype === dtype && isContiguous(x)) return x;
  const tensor = empty(x.shape, dtype);
  assign(tensor, x);
  return tensor;
}

/** As `toTensor`, where NaN and infinities may be. */
export function toUncheckedTensor(rows: Rows, dtype: Dtype, caller: string, what = ""): Tensor {
  let tensor: Tensor;
  if (isArray(rows)) {
    tensor = empty(nestingOf(caller, rows, isArray), dtype);
    if (fill(tensor.data, 0, rows, tensor.shape) < 0)
      throw faulty(caller, what, faultOf(rows, tensor.shape) as string);
  } else if (isTensor(rows) && rows.dimension > 0) tensor = inPrecision(rows, dtype);
  else
    throw new Error(
      `${caller}: expected ${what || "rows"} as a tensor or nested arrays, got ${describe(rows)}`,
    );
  if (tensor.size === 0 && tensor.shape[0] > 0) throw faulty(caller, what, "row 0 has no values");
  return tensor;
}

/** An error that begins with who refuses what: `step: inputs row 0, column 1 is NaN`. */
const faulty = (caller: string, what: string, rule: string) =>
  new Error(`${caller}: ${what === "" ? "" : `${what} `}${rule}`);

/**
 * Rows as a contiguous tensor of the given precision; a tensor that is one already is passed on as it is.
 * Errors begin with `caller` and name the rows `what`.
 */
export function toTensor(rows: Rows, dtype: Dtype, caller: string, what = ""): Tensor {
  const tensor = toUncheckedTensor(rows, dtype, caller, what);
  if (allFinite(tensor.data, tensor.offset, tensor.size)) return tensor;
  const index = firstNonFinite(tensor) as number[];
  throw faulty(caller, what, `${placeOf(index)} is ${tensor.get(...index)}`);
}

/** `f(rows, name)` of the rows of one input (named ""), or of each of several. */
export function mapRows<T>(
  inputs: Inputs,
  f: (rows: Rows, name: string) => T,
): T | { readonly [name: string]: T } {
  if (isRows(inputs) || typeof inputs !== "object" || inputs === null) return f(inputs, "");
  return Object.fromEntries(Object.entries(inputs).map(([name, rows]) => [name, f(rows, name)]));
}

/** As `toTensor`, for one input or several: "inputs.query" is then what the rows of one are named. */
export function toTensors(inputs: Inputs, dtype: Dtype, caller: string, what = ""): Input {
  if (isRows(inputs)) return toTensor(inputs, dtype, caller, what);
  return mapRows(inputs, (rows, name) =>
    toTensor(rows, dtype, caller, [what, name].filter(Boolean).join(".")),
  );
}

/** How many rows inputs (and targets) have; throws when there are none, or not equally many of each. */
export function countRows(inputs: Input, caller: string, what = "", targets?: Tensor): number {
  if (isTensor(inputs) && targets?.shape[0] === inputs.shape[0] && targets.shape[0] > 0)
    return targets.shape[0];
  const named = tensorsIn(inputs).map(([name, x]): [string, Tensor] => [
    [what, name].filter(Boolean).join("."),
    x,
  ]);
  if (targets !== undefined) named.push(["targets", targets]);
  const n = named[0]?.[1].shape[0] ?? 0;
  for (const [name, { shape }] of named) {
    if (shape[0] !== n) throw new Error(`${caller}: ${n} ${named[0][0]} but ${shape[0]} ${name}`);
  }
  if (n === 0) throw new Error(`${caller}: no rows`);
  return n;
}
