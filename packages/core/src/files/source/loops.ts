// Loops and indices, as text.
import { stridesOf } from "../../arguments/shape.ts";

/** A term of an index: a name times a number; none where either is 0. */
const scaled = (index: string, step: number) =>
  index === "0" || step === 0 ? [] : [step === 1 ? index : `${index} * ${step}`];

/** Σ index · stride, which is where an entry lies. */
export const position = (indices: readonly string[], strides: readonly number[]) =>
  indices.flatMap((index, axis) => scaled(index, strides[axis])).join(" + ") || "0";

/** Where an entry of a tensor of this shape lies. */
export const at = (indices: readonly string[], shape: readonly number[]) =>
  position(indices, stridesOf(shape));

/** Loops over the axes of a shape, one in the other, around what `body` makes of their indices; an axis of 1 needs none. */
export function loops(
  integer: string,
  prefix: string,
  shape: readonly number[],
  body: (indices: readonly string[]) => readonly string[],
): string[] {
  const indices = shape.map((length, axis) => (length === 1 ? "0" : `${prefix}${axis}`));
  const loops = indices
    .map((i, axis) => `for (${integer} ${i} = 0; ${i} < ${shape[axis]}; ${i}++) {`)
    .filter((_, axis) => shape[axis] !== 1);
  // Without a loop, a block keeps what the statements declare.
  const heads = loops.length > 0 ? loops : ["{"];
  const indent = (line: string, depth: number) => "  ".repeat(depth) + line;
  return [
    ...heads.map(indent),
    ...body(indices).map((line) => indent(line, heads.length)),
    ...heads.map((_, k) => indent("}", heads.length - 1 - k)),
  ];
}
