import { expect, test } from "vitest";
import { accuracy, tensor } from "../index.ts";

const scores = tensor([
  [1, 3, 2],
  [5, 4, 4],
  [0, 0, 1],
  [2, 1, 0],
]);

test.each([
  ["labels", scores, tensor([1, 0, 0, 0]), 0.75],
  ["a column of labels", scores, tensor([[1], [0], [0], [1]]), 0.5],
  [
    "distributions",
    scores,
    tensor([
      [0, 1, 0],
      [0.5, 0.3, 0.2],
      [0, 0, 1],
      [0, 1, 0],
    ]),
    0.75,
  ],
  ["a column of probabilities", tensor([[0.9], [0.5], [0.51], [0.1]]), tensor([[1], [1], [1], [0]]), 0.75],
  ["a column of probabilities and labels", tensor([[0.9], [0.2]]), tensor([0, 0]), 0.5],
  ["probabilities without a column", tensor([0.9, 0.2]), tensor([1, 0]), 1],
  [
    "equal numbers, of which the first counts",
    tensor([
      [1, 1],
      [0, 0],
    ]),
    tensor([0, 1]),
    0.5,
  ],
])("accuracy with %s", (_, prediction, target, expected) => {
  expect(accuracy().evaluate(prediction, target)).toBe(expected);
});

test("views are read as their entries", () => {
  expect(accuracy().evaluate(scores.lo(1, 1), tensor([5, 0, 1, 1]).lo(1))).toBe(2 / 3);
});

test.each([
  [
    scores,
    tensor([1, 2, 3]),
    "expected predictions [n, classes] and targets [n] or [n, classes], got [4, 3] and [3]",
  ],
  [
    tensor([[[1]], [[2]]]),
    tensor([1, 0]),
    "expected predictions [n, classes] and targets [n] or [n, classes], got [2, 1, 1] and [2]",
  ],
  [scores, tensor([0, 1, 3, 2]), "targets row 2 is 3, not a class 0 ... 2"],
  [scores, tensor([0, 1, 0.5, 2]), "targets row 2 is 0.5, not a class 0 ... 2"],
  [scores, tensor([0, -1, 0, 2]), "targets row 1 is -1, not a class 0 ... 2"],
  [tensor([0.5, 0.5]), tensor([0, 2]), "targets row 1 is 2, not a class 0 ... 1"],
  [
    tensor([
      [0.9, 0.1],
      [Number.NaN, 1],
    ]),
    tensor([0, 0]),
    "predictions row 1, column 0 is NaN",
  ],
  [tensor([0.5, Number.NaN]), tensor([0, 0]), "predictions row 1 is NaN"],
  [
    tensor([
      [0.9, 0.8],
      [0.1, 0.9],
    ]),
    tensor([
      [1, 0],
      [1, 1],
    ]),
    "targets row 1 has no one class: its entries are not from 0 on with the sum 1",
  ],
  [
    tensor([
      [0.9, 0.8],
      [0.1, 0.9],
    ]),
    tensor([
      [2, -1],
      [0, 1],
    ]),
    "targets row 0 has no one class: its entries are not from 0 on with the sum 1",
  ],
])("what does not fit is refused: %#", (prediction, target, rule) => {
  expect(() => accuracy().evaluate(prediction, target)).toThrow(new Error(`accuracy: ${rule}`));
});

test("it prints as code", () => {
  expect(`${accuracy()}`).toBe("accuracy()");
});
