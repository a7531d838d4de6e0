import { expect, test } from "vitest";
import { rng, type Tensor, tensor, toArray } from "../index.ts";
import { type Dataset, expectWeight, rowGatherer, sliceRows, toDataset, weightOf } from "./data.ts";
import { setApart } from "./set-apart.ts";

const inputs = Array.from({ length: 10 }, (_, i) => [i, i + 0.5]);
const targets = Array.from({ length: 10 }, (_, i) => i);
const dataset = toDataset({ inputs, targets }, { dtype: "float64" }, "train");

const labels = ({ targets }: Dataset) => toArray(targets) as number[];
const rowsOf = ({ inputs }: Dataset) => toArray(inputs as Tensor) as number[][];

test("labels become a tensor of rank 1, rows of targets one of rank 2", () => {
  expect(dataset.targets.shape).toEqual([10]);
  const column = toDataset({ inputs, targets: targets.map((t) => [t]) }, { dtype: "float64" }, "train");
  expect(column.targets.shape).toEqual([10, 1]);
});

test("unequal numbers of inputs and targets are refused", () => {
  const load = () => toDataset({ inputs, targets: [1, 2] }, { dtype: "float64" }, "train");
  expect(load).toThrow(new Error("train: 10 inputs but 2 targets"));
});

test("a slice is a view of rows as they stand", () => {
  const batch = sliceRows(dataset, 4, 7);
  expect(batch.rows).toBe(3);
  expect([labels(batch), rowsOf(batch)]).toEqual([targets.slice(4, 7), inputs.slice(4, 7)]);
  expect(batch.targets.data).toBe(dataset.targets.data);
});

test("gathered rows are those of the order, in tensors that are written again for as many rows", () => {
  const order = rng(1).permutation(10);
  const gather = rowGatherer(dataset);
  const expected = (start: number, end: number) => [...order.subarray(start, end)];
  const first = gather(0, 4, order);
  expect([first.rows, labels(first)]).toEqual([4, expected(0, 4)]);
  expect(rowsOf(first)).toEqual(expected(0, 4).map((i) => inputs[i]));
  expect(gather(4, 8, order)).toBe(first);
  expect(labels(first)).toEqual(expected(4, 8));
  const last = gather(8, 10, order);
  expect([last.rows, labels(last)]).toEqual([2, expected(8, 10)]);
  expect(labels(gather(0, 3))).toEqual([0, 1, 2]);
});

test("several inputs are sliced and gathered each", () => {
  const several = toDataset({ inputs: { a: inputs, b: targets }, targets }, { dtype: "float64" }, "train");
  for (const batch of [sliceRows(several, 4, 8), rowGatherer(several)(4, 8)]) {
    const { a, b } = batch.inputs as Record<string, Tensor>;
    expect([toArray(a), toArray(b)]).toEqual([inputs.slice(4, 8), targets.slice(4, 8)]);
  }
});

test("rows of views into larger data are found", () => {
  const middle = tensor(inputs).lo(2, 0).hi(5, 2);
  const dataset = toDataset({ inputs: middle, targets: [0, 1, 2, 3, 4] }, { dtype: "float64" }, "train");
  for (const batch of [sliceRows(dataset, 3, 5), rowGatherer(dataset)(3, 5)])
    expect(rowsOf(batch)).toEqual([inputs[5], inputs[6]]);
});

test("a split sets a share of the rows apart, at random and by the seed", () => {
  const [rest, apart] = setApart(dataset, 0.3, rng(1), "train");
  expect([rest.rows, apart.rows]).toEqual([7, 3]);
  expect([...labels(rest), ...labels(apart)].sort((a, b) => a - b)).toEqual(targets);
  expect(rowsOf(apart)).toEqual(labels(apart).map((i) => inputs[i]));
  expect(labels(setApart(dataset, 0.3, rng(1), "train")[1])).toEqual(labels(apart));
  expect(labels(setApart(dataset, 0.3, rng(2), "train")[1])).not.toEqual(labels(apart));
});

test.each([
  [0.01, "validation 0.01 takes 0 of 10 rows"],
  [0.99, "validation 0.99 takes 10 of 10 rows"],
])("a split by %d is refused", (fraction, rule) => {
  expect(() => setApart(dataset, fraction, rng(1), "train")).toThrow(new Error(`train: ${rule}`));
});

test.each([
  [
    { inputs, targets, rows: 10 },
    'unknown key "rows"; the keys are "inputs", "targets", "weights", "classes", "columns"',
  ],
  [{ input: inputs, target: targets }, 'unknown key "input", did you mean "inputs"?'],
  [undefined, "expected data such as { inputs: ... }, got undefined"],
  [inputs, `expected data such as { inputs: ... }, got an array of ${inputs.length}`],
])("data with unknown keys are refused: %#", (data, rule) => {
  expect(() => toDataset(data as never, { dtype: "float64" }, "train")).toThrow(new Error(`train: ${rule}`));
});

const named = { inputs, targets, classes: targets.map((t) => `class ${t}`), columns: ["a", "b"] };

test("what a file gives passes whole, and labels count the classes of the model where both have names", () => {
  for (const classes of [undefined, named.classes])
    for (const data of [named, { ...named, classes: undefined }])
      expect(labels(toDataset(data, { dtype: "float64", classes }, "train"))).toEqual(targets);
});

test.each([
  [["yes", "no"], '["yes", "no"], those of the model ["no", "yes"]'],
  [["no"], '["no"], those of the model ["no", "yes"]'],
  [["no", 3], '["no", 3], those of the model ["no", "yes"]'],
  [null, 'null, those of the model ["no", "yes"]'],
])("data with other classes than the model are refused: %j", (classes, rule) => {
  const load = () =>
    toDataset(
      { inputs, targets, classes: classes as never },
      { dtype: "float64", classes: ["no", "yes"] },
      "train",
    );
  expect(load).toThrow(new Error(`train: the classes of the data are ${rule}`));
});

test("weights go with their rows", () => {
  const weights = targets.map((t) => t / 4);
  const weighted = toDataset({ inputs, targets, weights }, { dtype: "float64" }, "train");
  const order = Int32Array.of(3, 9, 0);
  expect(toArray(rowGatherer(weighted)(0, 3, order).weights!)).toEqual([0.75, 2.25, 0]);
  expect(toArray(sliceRows(weighted, 4, 6).weights!)).toEqual([1, 1.25]);
  expect([weightOf(weighted), weightOf(dataset)]).toEqual([11.25, 10]);
});

test.each([
  [[1], "expected weights [10], got [1]"],
  [targets.map((t) => [t]), "expected weights [10], got [10, 1]"],
  [targets.with(3, -1), "weights row 3 is -1, below 0"],
  [targets.with(3, Number.NaN), "weights row 3 is NaN"],
  [7, "expected weights as a tensor or nested arrays, got 7"],
])("weights are one from 0 on for each row: %j", (weights, rule) => {
  const load = () => toDataset({ inputs, targets, weights: weights as never }, { dtype: "float64" }, "train");
  expect(load).toThrow(new Error(`train: ${rule}`));
});

test("rows of which none counts are refused", () => {
  const none = toDataset({ inputs, targets, weights: targets.map(() => 0) }, { dtype: "float64" }, "train");
  expect(() => expectWeight(none, "train")).toThrow(new Error("train: the weights of all rows are 0"));
  expect(() => setApart(none, 0.3, rng(1), "train")).toThrow("the weights of all rows are 0");
});
