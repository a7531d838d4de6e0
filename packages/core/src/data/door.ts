// The door: data come in as tensors, nested arrays or arrays of typed rows, and go on as contiguous tensors of one
// precision. Ragged, missing and non-finite values are refused here, with their row and column.
import type { Input } from "../layer/contract.ts";
import { contiguous } from "../tensor/contiguous.ts";
import { cast } from "../tensor/copy.ts";
import { describe } from "../tensor/describe.ts";
import { empty } from "../tensor/empty.ts";
import { type Dtype, isTensor, type Tensor } from "../tensor/tensor.ts";
import { firstNonFinite } from "./non-finite.ts";

/** Arrays of numbers, nested to any depth; rows may be typed arrays. */
export type NestedRows = ArrayLike<number | NestedRows>;

/** Rows of data: a tensor whose first axis counts them, or nested arrays. */
export type Rows = Tensor | NestedRows;

/** The rows of one input, or of several by name. */
export type Inputs = Rows | { readonly [name: string]: Rows };

function isArray(value: unknown): value is NestedRows {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

export function isRows(value: unknown): value is Rows {
  return isTensor(value) || isArray(value);
}

/** "row 17, column 2"; from the third index on "row 17, index [2, 0]". */
function place([row, ...rest]: readonly number[]): string {
  if (rest.length === 0) return `row ${row}`;
  return `row ${row}, ${rest.length === 1 ? `column ${rest[0]}` : `index [${rest.join(", ")}]`}`;
}

function shapeOf(rows: NestedRows): number[] {
  const shape: number[] = [];
  for (let node: number | NestedRows | undefined = rows; isArray(node); node = node[0])
    shape.push(node.length);
  return shape;
}

/** Writes the numbers of nested rows into `data`, in order; all of them must have the lengths of `shape`. */
function fill(data: Tensor["data"], rows: NestedRows, shape: readonly number[], at: string): void {
  const index: number[] = [];
  let next = 0;
  const visit = (node: number | NestedRows) => {
    const length = shape[index.length];
    if (length === undefined) {
      if (typeof node !== "number")
        throw new Error(`${at}${place(index)} is ${describe(node)}, not a number`);
      data[next++] = node;
      return;
    }
    if (!isArray(node))
      throw new Error(`${at}${place(index)} is ${describe(node)}, not an array of ${length}`);
    if (node.length !== length) {
      const first = place(index.map(() => 0));
      throw new Error(`${at}${place(index)} has ${node.length} values, ${first} has ${length}`);
    }
    for (let i = 0; i < length; i++) {
      index.push(i);
      visit(node[i]);
      index.pop();
    }
  };
  visit(rows);
}

/**
 * Rows as a contiguous tensor of the given precision; a tensor that is one already is passed on as it is.
 * Errors begin with `caller` and name the rows `what`.
 */
export function toTensor(rows: Rows, dtype: Dtype, caller: string, what = ""): Tensor {
  const at = `${caller}: ${what === "" ? "" : `${what} `}`;
  if (!isRows(rows) || (isTensor(rows) && rows.dimension === 0)) {
    throw new Error(
      `${caller}: expected ${what || "rows"} as a tensor or nested arrays, got ${describe(rows)}`,
    );
  }
  const nested = () => {
    const tensor = empty(shapeOf(rows as NestedRows), dtype);
    fill(tensor.data, rows as NestedRows, tensor.shape, at);
    return tensor;
  };
  const tensor = !isTensor(rows) ? nested() : rows.dtype === dtype ? contiguous(rows) : cast(rows, dtype);
  if (tensor.size === 0 && tensor.shape[0] > 0) throw new Error(`${at}row 0 has no values`);
  const index = firstNonFinite(tensor);
  if (index !== undefined) throw new Error(`${at}${place(index)} is ${tensor.get(...index)}`);
  return tensor;
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
  return mapRows(inputs, (rows, name) =>
    toTensor(rows, dtype, caller, [what, name].filter(Boolean).join(".")),
  );
}

/** How many rows inputs (and targets) have; throws when there are none, or not equally many of each. */
export function countRows(inputs: Input, caller: string, what = "", targets?: Tensor): number {
  const named: [string, Tensor][] = isTensor(inputs)
    ? [[what, inputs]]
    : Object.entries(inputs).map(([name, x]) => [what === "" ? name : `${what}.${name}`, x]);
  if (targets !== undefined) named.push(["targets", targets]);
  const n = named[0]?.[1].shape[0] ?? 0;
  for (const [name, { shape }] of named) {
    if (shape[0] !== n) throw new Error(`${caller}: ${n} ${named[0][0]} but ${shape[0]} ${name}`);
  }
  if (n === 0) throw new Error(`${caller}: no rows`);
  return n;
}
