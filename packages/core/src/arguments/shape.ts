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
  return `[${shape.join(", ")}]`;
}

/** The number of entries of a shape. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Throws unless `shape` is an array of whole numbers that are not negative. */
export function checkShape(name: string, shape: readonly number[]): void {
  if (!Array.isArray(shape)) throw new Error(`${name}: expected a shape such as [4, 3], got ${shape}`);
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new Error(`${name}: a shape is made of whole numbers >= 0, got ${formatShape(shape)}`);
    }
  }
}

/** The axis counted from the front; a negative one counts from the back. */
export function normalizeAxis(name: string, axis: number, shape: readonly number[]): number {
  const rank = shape.length;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new Error(`${name}: ${formatShape(shape)} has no axis ${axis}`);
  }
  return axis < 0 ? axis + rank : axis;
}
