// Which two axes of the numeric gradient have to change places to give what backprop gave.
import type { TensorEvidence } from "../evidence/evidence.ts";
import { gather, permuteAxes } from "../layout.ts";
import { type Comparison, compare, convinces } from "./compare.ts";

interface Transposition extends Comparison {
  readonly axes: readonly [number, number];
  /** The axes have the same length; otherwise the values lie in the memory order of the transpose. */
  readonly square: boolean;
}

export function transpositionOf(tensor: TensorEvidence): Transposition | undefined {
  const { shape, numeric, error } = tensor;
  for (let a = 0; a < shape.length; a++) {
    for (let b = a + 1; b < shape.length; b++) {
      if (shape[a] < 2 || shape[b] < 2) continue;
      const axes = shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis));
      const square = shape[a] === shape[b];
      const exchanged = axes.map((axis) => shape[axis]);
      for (const from of [permuteAxes(shape, axes), permuteAxes(exchanged, axes)]) {
        const found = compare(tensor, {
          value: gather(numeric, from),
          error: gather(error, from),
          choices: 6,
        });
        if (convinces(found)) return { ...found, axes: [a, b], square };
      }
    }
  }
  return undefined;
}

/** Whether values are the same all along an axis, to a millionth of the largest. */
export function isConstantAlong(values: Float64Array, shape: readonly number[], axis: number): boolean {
  const axes = shape.map((_, k) => k).filter((k) => k !== axis);
  const lines = gather(values, permuteAxes(shape, [...axes, axis]));
  const length = shape[axis];
  const largest = lines.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return lines.every((x, k) => Math.abs(x - lines[k - (k % length)]) <= 1e-6 * largest);
}
