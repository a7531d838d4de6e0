// Whether backprop has the slices of the numeric gradient along an axis in another order.
import { isKnown, type TensorEvidence } from "../evidence/evidence.ts";
import { indicesAlong } from "../layout.ts";
import { most } from "./compare.ts";

/** The slice of the numeric gradient that stands in the place of each; undefined where there is no such order. */
export function orderAlong(tensor: TensorEvidence, axis: number): number[] | undefined {
  const { shape, analytic, numeric, error, verdict } = tensor;
  const length = shape[axis];
  const along = indicesAlong(shape, axis);
  const slices: number[][] = Array.from({ length }, () => []);
  for (const [k, i] of along.entries()) slices[i].push(k);
  if (!analytic.every((_, k) => isKnown(tensor, k))) return undefined;

  const moved = slices.map((slice) => slice.some((k) => verdict[k] === "wrong"));
  const matches = (to: readonly number[], from: readonly number[]) => {
    let size = 0;
    for (const [p, k] of to.entries())
      size = Math.max(size, Math.abs(analytic[k]), Math.abs(numeric[from[p]]));
    return to.every((k, p) => Math.abs(analytic[k] - numeric[from[p]]) <= error[from[p]] + most * size);
  };
  const order = slices.map((_, i) => i);
  const taken = new Set<number>();
  for (let i = 0; i < length; i++) {
    if (!moved[i]) continue;
    const from = slices.findIndex((slice, j) => moved[j] && !taken.has(j) && matches(slices[i], slice));
    if (from < 0) return undefined;
    taken.add(from);
    order[i] = from;
  }
  return order.every((from, i) => from === i) ? undefined : order;
}

/** What was done to an order of things, in words; undefined where it has no simple name. */
export function nameOrder(order: readonly number[], things: string, where: string): string | undefined {
  const { length } = order;
  if (length > 2 && order.every((from, i) => from === length - 1 - i))
    return `${things}${where} are in reverse order`;
  const shift = (order[0] + length) % length;
  if (length > 2 && order.every((from, i) => from === (i + shift) % length)) {
    const back = length - shift;
    const by = shift <= back ? `${shift} towards the start` : `${back} towards the end`;
    return `${things}${where} are shifted by ${by}, round the end`;
  }
  // Two blocks of the same length that have changed places.
  const moved = order.flatMap((from, i) => (from === i ? [] : [i]));
  const half = moved.length / 2;
  const first = moved.slice(0, half);
  const second = moved.slice(half);
  const contiguous = (block: readonly number[]) => block.every((i, k) => i === block[0] + k);
  if (!Number.isInteger(half) || !contiguous(first) || !contiguous(second)) return undefined;
  if (!first.every((i, k) => order[i] === second[k] && order[second[k]] === i)) return undefined;
  const span = (block: readonly number[]) =>
    half === 1 ? `${block[0]}` : `${block[0]} to ${block[half - 1]}`;
  return `${things} ${span(first)} and ${span(second)}${where} have changed places`;
}
