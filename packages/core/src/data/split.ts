import type { Rng } from "../random/rng.ts";
import { type Dataset, rowGatherer } from "./data.ts";

/**
 * A dataset in two, at random: the rows that are left, and a fraction of them, between 0 and 1, set apart.
 * Throws when it leaves one side without rows.
 */
export function split(
  dataset: Dataset,
  fraction: number,
  rng: Rng,
  caller: string,
): [rest: Dataset, apart: Dataset] {
  const { rows } = dataset;
  const count = Math.round(fraction * rows);
  if (count === 0 || count === rows) {
    throw new Error(`${caller}: validation ${fraction} takes ${count} of ${rows} rows`);
  }
  const order = rng.permutation(rows);
  const take = (start: number, end: number) => rowGatherer(dataset)(start, end, order);
  return [take(count, rows), take(0, count)];
}
