// Data that need not be in memory at once: they come in items of any number of rows, and are cut into batches across their
// borders, as if the rows stood one after another.
import { describe } from "../arguments/describe.ts";
import { type Data, type Dataset, toDataset } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { weighClasses } from "./class-weights.ts";
import type { Pause } from "./pause.ts";
import { RowBuffer } from "./row-buffer.ts";
import type { TrainSettings } from "./train-options.ts";

/** Data in items that are waited for, or a function that gives them, which is called for each epoch. */
export type DataStream = AsyncIterable<Data> | (() => AsyncIterable<Data>);

const isIterable = (value: unknown): value is AsyncIterable<Data> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

export const isStream = (data: Data | DataStream): data is DataStream =>
  typeof data === "function" || isIterable(data);

/** Throws when an option needs all rows at hand. */
export function checkForStream(
  { shuffle, validation, trainingScores, classWeights }: TrainSettings,
  caller: string,
): void {
  const refuse = (what: string, remedy: string) => {
    throw new Error(`${caller}: ${what} needs all rows at hand, and a stream has not: ${remedy}`);
  };
  if (shuffle) refuse("shuffle", "shuffle where the items come from");
  if (typeof validation === "number") refuse("a fraction as validation", "give data to validate on");
  if (classWeights === "balanced") refuse('classWeights "balanced"', "give a weight for each class");
  if (trainingScores) refuse("trainingScores", "give some rows as validation");
}

/** A function that gives the batches of the next epoch, each valid until the one after it. */
export function streamBatches(
  stream: DataStream,
  model: Model<InitialTree, Output>,
  { batchSize, dropLast, classWeights }: TrainSettings,
  caller: string,
  pause: Pause,
): () => AsyncIterable<Dataset> {
  const buffer = new RowBuffer(batchSize);
  let epoch = 0;

  function open(): AsyncIterable<Data> {
    const items = typeof stream === "function" ? stream() : stream;
    if (isIterable(items)) return items;
    throw new Error(
      `${caller}: expected a function that gives an async iterable, it gave ${describe(items)}`,
    );
  }

  function checkCount(rows: number): void {
    if (rows >= (dropLast ? batchSize : 1)) return;
    if (rows > 0)
      throw new Error(`${caller}: dropLast leaves no batch of ${rows} rows, batchSize ${batchSize}`);
    if (epoch === 1) throw new Error(`${caller}: no rows`);
    const remedy =
      typeof stream === "function" ? "" : "; if it runs only once, give a function that makes it";
    throw new Error(`${caller}: the stream gave no rows in epoch ${epoch}${remedy}`);
  }

  return async function* () {
    epoch++;
    let [item, rows] = [0, 0];
    for await (const data of open()) {
      const who = `${caller}: item ${item++}`;
      const given = toDataset(data, model, who);
      const dataset = classWeights === undefined ? given : weighClasses(given, classWeights, who);
      buffer.expect(dataset, who);
      rows += dataset.rows;
      for (let start = 0; start < dataset.rows; ) {
        start += buffer.add(dataset, start);
        if (buffer.isFull) yield buffer.take();
      }
      await pause();
    }
    checkCount(rows);
    if (buffer.count === 0) return;
    const last = buffer.take();
    if (!dropLast) yield last;
  };
}
