import { expect, test } from "vitest";
import { toDataset } from "../data/data.ts";
import { rng } from "../index.ts";
import { batchesOf } from "./batches.ts";

const labels = Array.from({ length: 10 }, (_, i) => i);
const dataset = toDataset({ inputs: labels.map((i) => [i]), targets: labels }, { dtype: "float64" }, "train");

function epochsOf(options: { batchSize: number; dropLast?: boolean; shuffle?: boolean }, count = 1) {
  const batches = batchesOf(dataset, { dropLast: false, shuffle: false, ...options }, rng(3), "train");
  return Array.from({ length: count }, () => Array.from(batches(), ({ targets }) => [...targets.data]));
}

test("the last batch is as long as the rows allow, or left out", () => {
  expect(epochsOf({ batchSize: 4 })).toEqual([
    [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ],
  ]);
  expect(epochsOf({ batchSize: 4, dropLast: true })[0]).toEqual(epochsOf({ batchSize: 4 })[0].slice(0, 2));
  expect(epochsOf({ batchSize: 5, dropLast: true })).toEqual(epochsOf({ batchSize: 5 }));
});

test("which rows are left out changes with the order", () => {
  const epochs = epochsOf({ batchSize: 4, dropLast: true, shuffle: true }, 9);
  for (const batches of epochs) expect(new Set(batches.flat()).size).toBe(8);
  expect(new Set(epochs.flat(2))).toEqual(new Set(labels));
});

test("no batch at all is refused", () => {
  expect(() => epochsOf({ batchSize: 11, dropLast: true })).toThrow(
    new Error("train: dropLast leaves no batch of 10 rows, batchSize 11"),
  );
});
