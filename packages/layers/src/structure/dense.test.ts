import { createModel, type Dtype, mean, ones, rng, square, tensor, toArray } from "@nudge/core";
import { expect, test } from "vitest";
import { dense } from "./dense.ts";

const pass = { training: true, rng: rng(0) };
const parameters = {
  weight: tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  bias: tensor([0.5, -0.5, 1]),
};

test("y = x W + b", () => {
  const [y] = dense(2, 3).forward(
    tensor([
      [1, 0],
      [0, 1],
      [2, -1],
    ]),
    parameters,
    pass,
    {},
  );
  expect(toArray(y)).toEqual([
    [1.5, 1.5, 4],
    [4.5, 4.5, 7],
    [-1.5, -1.5, 1],
  ]);
});

test("dx = dy Wᵀ, dW = xᵀ dy, db = the column sums of dy", () => {
  const layer = dense(2, 3);
  const [, cache] = layer.forward(
    tensor([
      [1, 2],
      [3, 4],
    ]),
    parameters,
    pass,
    {},
  );
  const gradients = layer.backward(
    tensor([
      [1, 0, -1],
      [0, 2, 0],
    ]),
    cache,
    parameters,
  );
  expect(toArray(gradients.input!)).toEqual([
    [-2, -2],
    [4, 10],
  ]);
  expect(toArray(gradients.weight)).toEqual([
    [1, 6, -1],
    [2, 8, -2],
  ]);
  expect(toArray(gradients.bias)).toEqual([1, 2, -1]);
});

test("the weight starts with variance 2 / inputs, the bias at 0", () => {
  const { parameters: start } = createModel(dense(200, 300), { seed: 1 });
  expect(mean(square(start.weight))).toBeCloseTo(2 / 200, 3);
  expect(toArray(start.bias)).toEqual(Array(300).fill(0));
});

test.each<Dtype>(["float64", "float32"])("gives %s for %s", (dtype) => {
  const layer = dense(4, 3);
  const values = { weight: ones([4, 3], dtype), bias: ones([3], dtype) };
  const [y, cache] = layer.forward(ones([2, 4], dtype), values, pass, {});
  const gradients = layer.backward(y, cache, values);
  expect([y, ...Object.values(gradients)].map((x) => x!.dtype)).toEqual(Array(4).fill(dtype));
});

test("refuses an input of another shape", () => {
  const values = { weight: ones([4, 3]), bias: ones([3]) };
  const forward = (shape: number[]) => () => dense(4, 3).forward(ones(shape), values, pass, {});
  expect(forward([32, 5])).toThrow("dense(4, 3): expected input [n, 4], got [32, 5]");
  expect(forward([4])).toThrow("dense(4, 3): expected input [n, 4], got [4]");
});

test("refuses sizes that are not whole numbers above 0", () => {
  expect(() => dense(4, 0)).toThrow("dense: outputs must be a whole number above 0, got 0");
  expect(() => dense(-1, 2)).toThrow("dense: inputs must be a whole number above 0, got -1");
  expect(() => dense(2.5, 2)).toThrow("dense: inputs must be a whole number above 0, got 2.5");
  expect(() => dense(Number.NaN, 2)).toThrow("got NaN");
});

test("prints as the code that makes it", () => {
  expect(`${dense(4, 32)}`).toBe("dense(4, 32)");
});
