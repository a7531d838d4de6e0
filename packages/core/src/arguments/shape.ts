import { describe } from "./describe.ts";
import { refusal } from "./refusal.ts";

/** Twice as many axes as a tensor may have: what is longer was no shape. */
const longest = 64;

/**
 * A shape as it stands in error messages and summaries.
 *
 * @example
 * import { formatShape } from "@nudge/core";
 *
 * console.log(formatShape([4, 3]), formatShape(["n", 3]));
 * // [4, 3] [n, 3]
 */
export function formatShape(shape: readonly (number | string)[]): string {
  if (!Array.isArray(shape)) throw refusal("formatShape", "expected a shape such as [4, 3]", shape);
  if (shape.length > longest) return `[${shape.length} lengths]`;
  const print = (length: unknown) => (typeof length === "string" ? length : describe(length));
  return `[${shape.map(print).join(", ")}]`;
}

/** The number of entries of a shape. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

/** Whether two shapes have the same lengths. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** How far apart neighbours along each axis lie in row-major order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}
