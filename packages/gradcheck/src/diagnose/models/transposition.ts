// Which two axes of the numeric gradient may have changed places.
import type { ValueClaim } from "../claims/value.ts";
import type { TensorEvidence } from "../evidence/evidence.ts";
import { gather, permuteAxes, rearranged } from "../layout.ts";

export interface Transposition extends ValueClaim {
  readonly axes: readonly [number, number];
  /** The axes have the same length; otherwise the values lie in the memory order of the transpose. */
  readonly isSquare: boolean;
}

export function transpositionsOf(tensor: TensorEvidence): Transposition[] {
  const { shape } = tensor;
  const long = shape.flatMap((length, axis) => (length > 1 ? [axis] : []));
  const pairs = long.flatMap((a, i) => long.slice(i + 1).map((b) => [a, b] as const));
  return pairs.flatMap(([a, b]) => {
    const order = shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis));
    const exchanged = order.map((axis) => shape[axis]);
    return [permuteAxes(shape, order), permuteAxes(exchanged, order)].map((from) => ({
      ...rearranged(tensor, from),
      choices: 6,
      axes: [a, b] as const,
      isSquare: shape[a] === shape[b],
    }));
  });
}

/** Whether values are the same all along an axis, to a millionth of the largest. */
export function isConstantAlong(values: Float64Array, shape: readonly number[], axis: number): boolean {
  const axes = shape.map((_, k) => k).filter((k) => k !== axis);
  const lines = gather(values, permuteAxes(shape, [...axes, axis]));
  const length = shape[axis];
  const largest = lines.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return lines.every((x, k) => Math.abs(x - lines[k - (k % length)]) <= 1e-6 * largest);
}
