import { type Dataset, gatherRows, sliceRows } from "./data.ts";

/** A dataset in batches of `batchSize` rows, the last one maybe shorter; in the given order, or as the rows stand. */
export function* batches(dataset: Dataset, batchSize: number, order?: Int32Array): Generator<Dataset> {
  for (let start = 0; start < dataset.rows; start += batchSize) {
    const end = Math.min(start + batchSize, dataset.rows);
    yield order ? gatherRows(dataset, order.subarray(start, end)) : sliceRows(dataset, start, end);
  }
}
