import { expect, test } from "vitest";
import { accuracy, tensor } from "../index.ts";

const logits = tensor([
  [1, 3, 2],
  [5, 4, 4],
  [0, 0, 1],
  [2, 1, 0],
]);

test.each([
  ["labels", logits, tensor([1, 0, 0, 0]), 0.75],
  ["a column of labels", logits, tensor([[1], [0], [0], [1]]), 0.5],
  [
    "one-hot rows",
    logits,
    tensor([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]),
    0.75,
  ],
  ["a column of probabilities", tensor([[0.9], [0.5], [0.51], [0.1]]), tensor([[1], [1], [1], [0]]), 0.75],
  ["a column of probabilities and labels", tensor([[0.9], [0.2]]), tensor([0, 0]), 0.5],
  ["probabilities without a column", tensor([0.9, 0.2]), tensor([1, 0]), 1],
  ["NaN", tensor([[Number.NaN], [0.2]]), tensor([0, 0]), 0.5],
])("accuracy with %s", (_, prediction, target, expected) => {
  expect(accuracy().evaluate(prediction, target)).toBe(expected);
});

test("accuracy refuses what does not fit", () => {
  expect(() => accuracy().evaluate(logits, tensor([1, 2, 3]))).toThrow(
    new Error(
      "accuracy: expected predictions [n, classes] and targets [n] or [n, classes], got [4, 3] and [3]",
    ),
  );
});

test("accuracy prints as code", () => {
  expect(`${accuracy()}`).toBe("accuracy()");
});
