import type { Rng } from "../random/rng.ts";

/** How many of each class to take, `count` of all in all, each within one of its share: what is left over goes to the largest remainders. */
function quotas(sizes: readonly number[], count: number): number[] {
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  const shares = sizes.map((size) => (size * count) / rows);
  const taken = shares.map(Math.floor);
  const left = count - taken.reduce((sum, size) => sum + size, 0);
  const byRemainder = [...shares.keys()].sort((a, b) => shares[b] - taken[b] - (shares[a] - taken[a]));
  for (const k of byRemainder.slice(0, left)) taken[k]++;
  return taken;
}

/**
 * Draws a fraction of the rows by their numbers: those that are left, and those set apart, each in random order. With
 * `classes`, the class of each row counted from 0, every class gives its share. Throws when one side is left without rows.
 */
export function drawApart(
  rows: number,
  fraction: number,
  rng: Rng,
  [caller, what]: readonly [caller: string, what: string],
  classes?: Int32Array,
): [rest: Int32Array, apart: Int32Array] {
  const count = Math.round(fraction * rows);
  if (count === 0 || count === rows)
    throw new Error(`${caller}: ${what} ${fraction} takes ${count} of ${rows} rows`);
  const order = rng.permutation(rows);
  if (classes === undefined) return [order.subarray(count), order.subarray(0, count)];

  const sizes: number[] = [];
  for (const k of classes) sizes[k] = (sizes[k] ?? 0) + 1;
  const open = quotas(sizes, count);
  const isApart = Array.from(order, (row) => open[classes[row]]-- > 0);
  return [order.filter((_, i) => !isApart[i]), order.filter((_, i) => isApart[i])];
}
