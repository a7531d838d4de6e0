import { expect, test } from "vitest";
import { trainableRanges } from "./freeze.ts";

const slices = ["0.weight", "0.bias", "1.weight", "1.bias", "10.weight"].map((name, k) => {
  return { name, shape: [10], offset: 10 * k, length: 10 };
});

test.each([
  [[], [[0, 50]]],
  [["0.weight"], [[10, 50]]],
  [["0"], [[20, 50]]],
  [
    ["1"],
    [
      [0, 20],
      [40, 50],
    ],
  ],
  [
    ["0.bias", "1.bias"],
    [
      [0, 10],
      [20, 30],
      [40, 50],
    ],
  ],
  [["0", "1", "10.weight"], []],
])("freezing %j leaves %j", (freeze, expected) => {
  const ranges = trainableRanges(slices, freeze, "train");
  expect(ranges.map(({ start, end }) => [start, end])).toEqual(expected);
});

test.each(["2", "weight", "1.", "0.weigh", ""])("%j is the name of nothing", (name) => {
  expect(() => trainableRanges(slices.slice(0, 2), [name], "train")).toThrow(
    new Error(`train: nothing to freeze is called "${name}"; the parameters are "0.weight", "0.bias"`),
  );
});
