import { expect, test } from "vitest";
import { cast, type Tensor, tensor, toArray, transpose, zeros } from "../index.ts";
import { countRows, type Rows, toTensor, toTensors } from "./rows.ts";

const door = (rows: unknown) => toTensor(rows as Rows, "float64", "train", "inputs");

test.each([
  [
    "nested arrays",
    [
      [1, 2],
      [3, 4],
    ],
    [2, 2],
  ],
  ["typed rows", [Float64Array.of(1, 2), Float32Array.of(3, 4)], [2, 2]],
  ["a flat array", [1, 0, 2], [3]],
  ["a typed array", Int32Array.of(1, 0, 2), [3]],
  [
    "deeper nesting",
    [
      [[1], [2]],
      [[3], [4]],
      [[5], [6]],
    ],
    [3, 2, 1],
  ],
])("%s become a tensor", (_, rows, shape) => {
  const x = door(rows);
  expect([x.shape, x.dtype]).toEqual([shape, "float64"]);
  expect([...x.data]).toEqual(numbersOf(rows));
});

function numbersOf(rows: unknown): number[] {
  return typeof rows === "number" ? [rows] : Array.from(rows as number[]).flatMap(numbersOf);
}

test("a contiguous tensor of the precision is passed on as it is, any other becomes one", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(door(x)).toBe(x);
  expect([...door(transpose(x)).data]).toEqual([1, 4, 2, 5, 3, 6]);
  expect(door(cast(x, "float32")).dtype).toBe("float64");
  expect(toTensor([[1]], "float32", "train").dtype).toBe("float32");
});

test.each([
  [
    "NaN",
    [
      [1, 2],
      [3, Number.NaN],
    ],
    "inputs row 1, column 1 is NaN",
  ],
  ["an infinity", [[1, Number.NEGATIVE_INFINITY]], "inputs row 0, column 1 is -Infinity"],
  ["NaN among labels", [0, 1, Number.NaN], "inputs row 2 is NaN"],
  [
    "NaN in deeper nesting",
    [
      [[1], [2]],
      [[3], [Number.NaN]],
    ],
    "inputs row 1, index [1, 0] is NaN",
  ],
  [
    "NaN in a tensor",
    transpose(
      tensor([
        [1, 2],
        [Number.NaN, 4],
      ]),
    ),
    "inputs row 0, column 1 is NaN",
  ],
  ["what float32 cannot hold", cast(tensor([[1e39]]), "float32"), "inputs row 0, column 0 is Infinity"],
  ["a long row", [[1], [2], [3], [4, 5]], "inputs row 3 has 2 values, row 0 has 1"],
  ["a short inner row", [[[1, 2]], [[3]]], "inputs row 1, column 0 has 1 values, row 0, column 0 has 2"],
  ["a row among numbers", [1, [2]], "inputs row 1 is an array of 1, not a number"],
  ["a number among rows", [[1], 2], "inputs row 1 is 2, not an array of 1"],
  ["text", [["1"]], 'inputs row 0, column 0 is "1", not a number'],
  ["a hole", [[1, undefined]], "inputs row 0, column 1 is undefined, not a number"],
  ["rows without values", [[], []], "inputs row 0 has no values"],
])("%s is refused with its place", (_, rows, rule) => {
  expect(() => door(rows)).toThrow(new Error(`train: ${rule}`));
});

test.each([
  [undefined, "undefined"],
  ["text", '"text"'],
  [zeros([]), "a tensor []"],
])("%s is no data", (rows, got) => {
  expect(() => door(rows)).toThrow(
    new Error(`train: expected inputs as a tensor or nested arrays, got ${got}`),
  );
});

test("several inputs come by name, and are named in errors", () => {
  const x = toTensors({ query: [[1]], key: [[2]] }, "float64", "train", "inputs") as Record<string, Tensor>;
  expect(Object.entries(x).map(([name, rows]) => [name, toArray(rows)])).toEqual([
    ["query", [[1]]],
    ["key", [[2]]],
  ]);
  const wrong = {
    query: [[1]],
    key: [
      [1, 2],
      [3, Number.NaN],
    ],
  };
  expect(() => toTensors(wrong, "float64", "train", "inputs")).toThrow(
    new Error("train: inputs.key row 1, column 1 is NaN"),
  );
});

test("rows are counted, and must be as many of each", () => {
  expect(countRows(zeros([5, 2]), "train", "inputs", zeros([5]))).toBe(5);
  const count = (...rows: Parameters<typeof countRows>) => expect(() => countRows(...rows));
  count(zeros([150, 4]), "train", "inputs", zeros([149])).toThrow(
    new Error("train: 150 inputs but 149 targets"),
  );
  count({ a: zeros([2]), b: zeros([3]) }, "train", "inputs", zeros([2])).toThrow(
    new Error("train: 2 inputs.a but 3 inputs.b"),
  );
  count(zeros([0]), "train", "inputs", zeros([0])).toThrow(new Error("train: no rows"));
  count({}, "predict").toThrow(new Error("predict: no rows"));
});
