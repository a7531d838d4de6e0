import { describe } from "./describe.ts";
import { refusal } from "./refusal.ts";
import { formatShape, sizeOf } from "./shape.ts";
import { mostAxes, mostEntries } from "./tensor-like.ts";

/** Throws unless a tensor can be as large as that. */
export function checkSize(name: string, shape: readonly number[]): void {
  if (shape.length > mostAxes)
    throw new Error(`${name}: a tensor has up to ${mostAxes} axes, got ${shape.length}`);
  if (sizeOf(shape) > mostEntries)
    throw new Error(`${name}: a tensor has up to 2^28 entries, got ${formatShape(shape)}`);
}

/** Throws unless `shape` is an array of whole numbers that are not negative, and of a tensor that can be that large. */
export function checkShape(name: string, shape: readonly number[]): void {
  if (!Array.isArray(shape)) throw refusal(name, "expected a shape such as [4, 3]", shape);
  if (shape.length > mostAxes) checkSize(name, shape);
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0)
      throw new Error(`${name}: a shape is made of whole numbers >= 0, got ${formatShape(shape)}`);
  }
  checkSize(name, shape);
}

/** The axis counted from the front; a negative one counts from the back. */
export function normalizeAxis(name: string, axis: number, shape: readonly number[]): number {
  const rank = shape.length;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new Error(`${name}: ${formatShape(shape)} has no axis ${describe(axis)}`);
  }
  return axis < 0 ? axis + rank : axis;
}
