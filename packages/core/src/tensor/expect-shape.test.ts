import { expect, test } from "vitest";
import { expectShape } from "./expect-shape.ts";
import { zeros } from "./fill.ts";

test.each([
  { shape: [32, 4], pattern: ["n", 4] },
  { shape: [0, 4], pattern: ["n", 4] },
  { shape: [], pattern: [] },
  { shape: [3, 3], pattern: ["n", "n"] },
  { shape: [2, 5, 2], pattern: ["n", "m", "n"] },
  { shape: [4], pattern: ["...", 4] },
  { shape: [2, 3, 4], pattern: ["...", 4] },
  { shape: [], pattern: ["..."] },
  { shape: [2, 3], pattern: ["..."] },
  { shape: [7, 2, 5, 5], pattern: ["...", "n", "n"] },
])("$shape matches $pattern", ({ shape, pattern }) => {
  expect(() => expectShape(zeros(shape), pattern)).not.toThrow();
});

test.each([
  [[32, 5], ["n", 4], "expected input [n, 4], got [32, 5]"],
  [[4], ["n", 4], "expected input [n, 4], got [4]"],
  [[1, 2, 4], ["n", 4], "expected input [n, 4], got [1, 2, 4]"],
  [[], ["n"], "expected input [n], got []"],
  [[3, 4], ["n", "n"], "expected input [n, n], got [3, 4]"],
  [[2, 5, 3], ["n", "m", "n"], "expected input [n, m, n], got [2, 5, 3]"],
  [[2, 3], ["...", 4], "expected input [..., 4], got [2, 3]"],
  [[], ["...", 4], "expected input [..., 4], got []"],
  [[4], ["...", "n", 4], "expected input [..., n, 4], got [4]"],
  [[5, 4], ["...", "n", "n"], "expected input [..., n, n], got [5, 4]"],
])("%j does not match %j", (shape, pattern, message) => {
  expect(() => expectShape(zeros(shape), pattern)).toThrow(new Error(message));
});

test("says what it is that was expected, and what came in place of a tensor", () => {
  expect(() => expectShape(zeros([3]), ["n", 2], "query")).toThrow("expected query [n, 2], got [3]");
  // @ts-expect-error an array is no tensor
  expect(() => expectShape([[1, 2]], ["n", 2])).toThrow("expected input [n, 2], got an array of 1");
  // @ts-expect-error nothing is no tensor
  expect(() => expectShape(undefined, ["n", 2])).toThrow("expected input [n, 2], got undefined");
});

test("a pattern of more axes than a tensor has is refused unread", () => {
  const rule = 'expectShape: expected a pattern such as ["n", 4], got an array of 1000000000';
  expect(() => expectShape(zeros([2]), new Array(1e9))).toThrow(new Error(rule));
});
