import { ones, tensor, toArray, transpose, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { meanSquaredError } from "./mean-squared-error.ts";

const loss = meanSquaredError();

test("is the mean over all entries, not over rows", () => {
  const [value, cache] = loss.forward(
    tensor([
      [1, 2],
      [3, 4],
    ]),
    tensor([
      [1, 0],
      [0, 8],
    ]),
  );
  expect(value).toBe((0 + 4 + 9 + 16) / 4);
  expect(toArray(loss.backward(cache))).toEqual([
    [0, 1],
    [1.5, -2],
  ]);
});

test("takes any shape and strided views", () => {
  const target = transpose(
    tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  );
  expect(loss.forward(zeros([3, 2]), target)[0]).toBe(91 / 6);
  expect(loss.forward(zeros([2, 1, 2]), ones([2, 1, 2]))[0]).toBe(1);
});

test("keeps float32", () => {
  const [, cache] = loss.forward(ones([2, 2], "float32"), zeros([2, 2], "float32"));
  expect(loss.backward(cache).dtype).toBe("float32");
});

test("a NaN in the prediction is a NaN loss", () => {
  expect(loss.forward(tensor([Number.NaN, 1]), tensor([0, 1]))[0]).toBeNaN();
});

test("takes a list as the target of one column", () => {
  const [value, cache] = loss.forward(tensor([[1], [2], [3]]), [1, 0, 6]);
  expect(value).toBe((0 + 4 + 9) / 3);
  expect(toArray(loss.backward(cache))).toEqual([[0], [4 / 3], [-2]]);
});

test("refuses a target of another shape, also one that would broadcast", () => {
  const forward = (shape: readonly number[], target: Parameters<typeof loss.forward>[1]) => () =>
    loss.forward(ones(shape), target);
  const refuses = (expected: string, got: string) =>
    new Error(`meanSquaredError(): expected target ${expected}, got ${got}`);
  expect(forward([3, 1], ones([2]))).toThrow(refuses("[3, 1]", "[2]"));
  expect(forward([3, 1], ones([1, 1]))).toThrow(refuses("[3, 1]", "[1, 1]"));
  expect(forward([3, 3], [1, 2, 3])).toThrow(refuses("[3, 3]", "[3]"));
  expect(forward([3], ones([3, 1]))).toThrow(refuses("[3]", "[3, 1]"));
});

test("refuses to take the mean of nothing", () => {
  expect(() => loss.forward(zeros([0, 2]), zeros([0, 2]))).toThrow("expected at least one entry, got [0, 2]");
});
