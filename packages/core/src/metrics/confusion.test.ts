import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryCase, count, predictedOf } from "../../test/arbitrary-classes.ts";
import { confusion, tensor } from "../index.ts";

test("it counts how often each class was predicted to be which", () => {
  fc.assert(
    fc.property(arbitraryCase, (one) => {
      const predicted = predictedOf(one);
      const { counts, classes } = confusion().evaluate(one.prediction, one.target);
      expect(counts).toEqual(
        one.classes.map((i) =>
          one.classes.map((j) => count(one.actual, (label, row) => label === i && predicted[row] === j)),
        ),
      );
      expect(classes).toEqual(one.classes.map(String));
    }),
  );
});

const matrix = confusion().evaluate(tensor([0.9, 0.2, 0.7]), tensor([1, 1, 0]), { classes: ["no", "yes"] });

test("its table has the names that the model has, and escapes what a terminal would obey", () => {
  expect(`${matrix}`).toBe(
    ["        predicted", "actual  no  yes", "no       0    1", "yes      1    1"].join("\n"),
  );
  const hostile = confusion().evaluate(tensor([0.9]), tensor([1]), { classes: ["no", "\u001b[2Jyes"] });
  expect(`${hostile}`).toContain("\\u001b[2Jyes");
});

test("it is counts and classes, as JSON and when cloned", () => {
  const plain = {
    counts: [
      [0, 1],
      [1, 1],
    ],
    classes: ["no", "yes"],
  };
  expect(JSON.parse(JSON.stringify(matrix))).toEqual(plain);
  expect(structuredClone({ ...matrix })).toEqual(plain);
});

test("names of other classes are refused", () => {
  const evaluate = () => confusion().evaluate(tensor([0.9]), tensor([1]), { classes: ["a", "b", "c"] });
  expect(evaluate).toThrow(new Error("confusion: expected the names of 2 classes, got 3"));
});

test("what is no names of classes is refused, and none at all is none", () => {
  const matrix = (about: unknown) => confusion().evaluate(tensor([0.9, 0.2]), tensor([1, 0]), about as never);
  expect(matrix(null).classes).toEqual(["0", "1"]);
  expect(() => matrix({ classes: "ab" })).toThrow(
    "confusion: classes must be a list of two different names at least",
  );
});
