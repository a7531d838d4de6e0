// The rows of an epoch, batch by batch.
import { type Dataset, rowGatherer } from "../data/data.ts";
import type { Rng } from "../random/rng.ts";
import type { TrainSettings } from "./train-options.ts";

/**
 * A function that gives the batches of the next epoch, each valid until the one after it: rows in their order, or, shuffled, in one
 * that is drawn for each epoch. Throws when there are no batches.
 */
export function batchesOf(
  dataset: Dataset,
  { batchSize, dropLast, shuffle = true }: Pick<TrainSettings, "batchSize" | "dropLast" | "shuffle">,
  rng: Rng,
  caller: string,
): () => Iterable<Dataset> {
  const { rows } = dataset;
  const taken = dropLast ? rows - (rows % batchSize) : rows;
  if (taken === 0)
    throw new Error(`${caller}: dropLast leaves no batch of ${rows} rows, batchSize ${batchSize}`);
  const gather = rowGatherer(dataset);
  return function* () {
    const order = shuffle ? rng.permutation(rows) : undefined;
    for (let start = 0; start < taken; start += batchSize)
      yield gather(start, Math.min(start + batchSize, taken), order);
  };
}
