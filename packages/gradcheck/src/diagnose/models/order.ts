// Whether backprop has what the numeric gradient has at each index of an axis, in another order.
import { allKnown, isWrong, type TensorEvidence } from "../evidence/evidence.ts";
import { groupBy, indicesAlong } from "../layout.ts";
import { agrees } from "./agrees.ts";

/**
 * For each index of an axis, the one at which the numeric gradient has what backprop gives there; undefined where there
 * is no such order.
 */
export function orderAlong(tensor: TensorEvidence, axis: number): number[] | undefined {
  if (!allKnown(tensor)) return undefined;
  const { shape, analytic, numeric, error } = tensor;
  const entriesAt = groupBy(indicesAlong(shape, axis));
  const moved = entriesAt.map((entries) => entries.some((k) => isWrong(tensor, k)));
  const pick = (x: Float64Array, i: number) => entriesAt[i].map((k) => x[k]);
  const order = entriesAt.map((_, i) => i);
  const taken = new Set<number>();
  for (const i of entriesAt.keys()) {
    if (!moved[i]) continue;
    const given = pick(analytic, i);
    const isSource = (j: number) =>
      moved[j] && !taken.has(j) && agrees(given, pick(numeric, j), pick(error, j));
    const from = entriesAt.findIndex((_, j) => isSource(j));
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
