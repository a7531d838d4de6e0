import { map, multiply, sum, tensors } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, pointwise, type Subject } from "../../../test/fixtures.ts";
import { entryFactor } from "./entry-factor.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

test.each<readonly [string, (x: number) => number, (x: number) => number, string]>([
  ["x³ with 3 x³", (x) => x ** 3, (x) => 3 * x ** 3, "backprop = x × numeric"],
  ["x³ with 3 x", (x) => x ** 3, (x) => 3 * x, "numeric = x × backprop"],
  [
    "softsign with its denominator not squared",
    (x) => x / (1 + Math.abs(x)),
    (x) => 1 / (1 + Math.abs(x)),
    "backprop = (1 + |x|) × numeric",
  ],
  [
    "tanh without its slope",
    Math.tanh,
    () => 1,
    "numeric = (1 - output²) × backprop in every entry: the factor (1 - output²), the slope of tanh, is missing from the gradient of x",
  ],
  [
    "the sigmoid with its slope twice",
    sigmoid,
    (x) => (sigmoid(x) * (1 - sigmoid(x))) ** 2,
    "backprop = output × (1 - output) × numeric in every entry: the factor output × (1 - output), the slope of the sigmoid, is too much in the gradient of x",
  ],
])("%s", (_, f, slope, said) => {
  for (const shape of [[7], [3, 4], [2, 2, 3]])
    expect(judged(entryFactor, pointwise(f, slope, normal(shape)), "x")).toMatchObject({
      kind: "factor",
      message: expect.stringContaining(said),
    });
});

test("the entry where the output has another shape", () => {
  const sumOfCubes: Subject = {
    tensors: { x: normal([4, 3]) },
    forward: ({ x }) => [
      sum(
        map(x, (v) => v ** 3),
        1,
      ),
      undefined,
    ],
    backward: (dy, _, { x }) => ({
      x: multiply(
        map(x, (v) => 3 * v ** 3),
        tensors.reshape(dy, [4, 1]),
      ),
    }),
  };
  expect(judged(entryFactor, sumOfCubes, "x")?.message).toContain("the factor x is too much");
});

test("silent for a slope that no such factor makes right", () => {
  const subject = pointwise(Math.tanh, (x) => 1 - x * x, normal([3, 4]));
  expect(judged(entryFactor, subject, "x")).toBeUndefined();
  expect(
    judged(entryFactor, { ...subject, backward: (dy) => ({ x: tensors.tanh(dy) }) }, "x"),
  ).toBeUndefined();
});
