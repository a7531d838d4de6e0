import { expect, test } from "vitest";
import { rng, type Tensor, tensor, toArray } from "../index.ts";
import { batches } from "./batches.ts";
import { type Dataset, toDataset } from "./data.ts";
import { split } from "./split.ts";

const inputs = Array.from({ length: 10 }, (_, i) => [i, i + 0.5]);
const targets = Array.from({ length: 10 }, (_, i) => i);
const dataset = toDataset({ inputs, targets }, "float64", "train");

const labels = ({ targets }: Dataset) => toArray(targets) as number[];
const rowsOf = ({ inputs }: Dataset) => toArray(inputs as Tensor) as number[][];

test("labels become a tensor of rank 1, rows of targets one of rank 2", () => {
  expect(dataset.targets.shape).toEqual([10]);
  const column = toDataset({ inputs, targets: targets.map((t) => [t]) }, "float64", "train");
  expect(column.targets.shape).toEqual([10, 1]);
});

test("unequal numbers of inputs and targets are refused", () => {
  const load = () => toDataset({ inputs, targets: [1, 2] }, "float64", "train");
  expect(load).toThrow(new Error("train: 10 inputs but 2 targets"));
});

test("batches take the rows as they stand, the last batch what is left", () => {
  const all = [...batches(dataset, 4)];
  expect(all.map(({ rows }) => rows)).toEqual([4, 4, 2]);
  expect(all.flatMap(labels)).toEqual(targets);
  expect(all.flatMap(rowsOf)).toEqual(inputs);
});

test("ordered batches hold the rows of that order", () => {
  const order = rng(1).permutation(10);
  const all = [...batches(dataset, 3, order)];
  expect(all.map(({ rows }) => rows)).toEqual([3, 3, 3, 1]);
  expect(all.flatMap(labels)).toEqual([...order]);
  expect(all.flatMap(rowsOf)).toEqual([...order].map((i) => inputs[i]));
});

test("several inputs are sliced and gathered each", () => {
  const several = toDataset({ inputs: { a: inputs, b: targets }, targets }, "float64", "train");
  for (const order of [undefined, Int32Array.from(targets)]) {
    const [, second] = batches(several, 4, order);
    const { a, b } = second.inputs as Record<string, Tensor>;
    expect([toArray(a), toArray(b)]).toEqual([inputs.slice(4, 8), targets.slice(4, 8)]);
  }
});

test("rows of views into larger data are found", () => {
  const middle = tensor(inputs).lo(2, 0).hi(5, 2);
  const [, second] = batches(toDataset({ inputs: middle, targets: [0, 1, 2, 3, 4] }, "float64", "train"), 3);
  expect(rowsOf(second)).toEqual([
    [5, 5.5],
    [6, 6.5],
  ]);
});

test("a split sets a share of the rows apart, at random and by the seed", () => {
  const [rest, apart] = split(dataset, 0.3, rng(1), "train");
  expect([rest.rows, apart.rows]).toEqual([7, 3]);
  expect([...labels(rest), ...labels(apart)].sort((a, b) => a - b)).toEqual(targets);
  expect(rowsOf(apart)).toEqual(labels(apart).map((i) => inputs[i]));
  expect(labels(split(dataset, 0.3, rng(1), "train")[1])).toEqual(labels(apart));
  expect(labels(split(dataset, 0.3, rng(2), "train")[1])).not.toEqual(labels(apart));
});

test.each([
  [0, "validation must be data, or a fraction between 0 and 1, got 0"],
  [1, "validation must be data, or a fraction between 0 and 1, got 1"],
  [Number.NaN, "validation must be data, or a fraction between 0 and 1, got NaN"],
  [0.01, "validation 0.01 takes 0 of 10 rows"],
  [0.99, "validation 0.99 takes 10 of 10 rows"],
])("a split by %d is refused", (fraction, rule) => {
  expect(() => split(dataset, fraction, rng(1), "train")).toThrow(new Error(`train: ${rule}`));
});
