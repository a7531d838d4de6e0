import { type Rows, sum, tensor, toArray, transpose, zeros } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

const loss = softmaxCrossEntropy();
const logits = tensor([
  [1, 2, 3],
  [0, 0, 0],
]);

function evaluate(z: typeof logits, target: Rows) {
  const [value, cache] = loss.forward(z, target);
  return { value, dz: loss.backward(cache) };
}

test("equal logits cost log(classes), and the gradient is (1/classes - [c = y]) / n", () => {
  const { value, dz } = evaluate(zeros([2, 4]), [1, 3]);
  expect(value).toBeCloseTo(Math.log(4), 15);
  expect(toArray(dz)).toEqual([
    [0.125, -0.375, 0.125, 0.125],
    [0.125, 0.125, 0.125, -0.375],
  ]);
});

test("is the mean over rows of -log softmax(z)_y", () => {
  const total = Math.exp(1) + Math.exp(2) + Math.exp(3);
  const expected = (-Math.log(Math.exp(1) / total) - Math.log(1 / 3)) / 2;
  expect(evaluate(logits, [0, 2]).value).toBeCloseTo(expected, 14);
});

test("does not change when a row's logits are shifted, so each row of the gradient adds up to 0", () => {
  const shifted = tensor([
    [51, 52, 53],
    [-40, -40, -40],
  ]);
  expect(evaluate(shifted, [0, 2]).value).toBeCloseTo(evaluate(logits, [0, 2]).value, 13);
  for (const total of sum(evaluate(logits, [0, 2]).dz, 1).data) expect(total).toBeCloseTo(0, 15);
});

test.each<[string, Rows]>([
  ["an array", [0, 2]],
  ["a typed array", new Uint8Array([0, 2])],
  ["a tensor of rank 1", tensor([0, 2])],
  [
    "one-hot rows",
    tensor([
      [1, 0, 0],
      [0, 0, 1],
    ]),
  ],
  [
    "a strided view",
    transpose(
      tensor([
        [1, 0],
        [0, 0],
        [0, 1],
      ]),
    ),
  ],
])("takes labels as %s", (_, target) => {
  expect(evaluate(logits, target).value).toBe(evaluate(logits, [0, 2]).value);
  expect(toArray(evaluate(logits, target).dz)).toEqual(toArray(evaluate(logits, [0, 2]).dz));
});

describe("extreme logits", () => {
  test("are exact at ±1000", () => {
    const { value, dz } = evaluate(
      tensor([
        [1000, -1000],
        [1000, -1000],
      ]),
      [0, 1],
    );
    expect(value).toBe(1000);
    expect(toArray(dz)).toEqual([
      [0, 0],
      [0.5, -0.5],
    ]);
  });

  test("hold to the largest number there is", () => {
    expect(evaluate(tensor([[1e308, 0]]), [1]).value).toBe(1e308);
  });

  test("-Infinity is a class that cannot be", () => {
    const masked = tensor([[0, Number.NEGATIVE_INFINITY]]);
    expect(evaluate(masked, [0]).value).toBe(0);
    expect(evaluate(masked, [1]).value).toBe(Number.POSITIVE_INFINITY);
  });

  test("NaN is a NaN loss", () => {
    expect(
      evaluate(
        tensor([
          [Number.NaN, 0],
          [0, 0],
        ]),
        [1, 1],
      ).value,
    ).toBeNaN();
  });
});

test("keeps float32", () => {
  const single = tensor(new Float32Array([1, 2, 3, 4]), [2, 2]);
  expect(evaluate(single, [0, 1]).dz.dtype).toBe("float32");
});

test.each<[string, Rows, string]>([
  ["a label that is no class", [0, 3], "label 3 at row 1 is not a class 0 ... 2"],
  ["a negative label", [-1, 0], "label -1 at row 0 is not a class 0 ... 2"],
  ["a broken label", tensor([0, 0.5]), "label 0.5 at row 1 is not a class 0 ... 2"],
  ["a label that is NaN", new Float64Array([Number.NaN, 0]), "target row 0 is NaN"],
  ["a label that is NaN in a tensor", tensor([0, Number.NaN]), "label NaN at row 1 is not a class 0 ... 2"],
  ["too few labels", [0], "expected labels [2], got [1]"],
  ["too many labels in a tensor", tensor([0, 1, 2]), "expected labels [2], got [3]"],
  [
    "one-hot rows of other sizes",
    tensor([
      [1, 0],
      [0, 1],
    ]),
    "expected target [2, 3], got [2, 2]",
  ],
  [
    "two classes in a row",
    tensor([
      [1, 0, 0],
      [1, 1, 0],
    ]),
    "row 1 of the target is no distribution: [1, 1, 0]",
  ],
  [
    "a probability below 0",
    tensor([
      [1.5, -0.5, 0],
      [1, 0, 0],
    ]),
    "row 0 of the target is no distribution: [1.5, -0.5, 0]",
  ],
  [
    "no class in a row",
    tensor([
      [1, 0, 0],
      [0, 0, 0],
    ]),
    "row 1 of the target is no distribution: [0, 0, 0]",
  ],
])("refuses %s", (_, target, message) => {
  expect(() => evaluate(logits, target)).toThrow(new Error(`softmaxCrossEntropy(): ${message}`));
});

test("refuses logits that are no table, or an empty one", () => {
  expect(() => evaluate(zeros([3]), [0])).toThrow(
    "softmaxCrossEntropy(): expected logits [n, classes], got [3]",
  );
  expect(() => evaluate(zeros([0, 3]), [])).toThrow("softmaxCrossEntropy(): expected at least one row");
});
