import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryCase, count, rankingOf } from "../../test/arbitrary-classes.ts";
import { accuracy, tensor, topK } from "../index.ts";

test("it is the share of rows whose class is among the first k", () => {
  fc.assert(
    fc.property(
      arbitraryCase,
      fc.integer({ min: 1, max: 3 }),
      ({ prediction, target, scores, actual }, k) => {
        fc.pre(k < (prediction.shape[1] ?? 1));
        const found = count(actual, (label, row) => rankingOf(scores[row]).slice(0, k).includes(label));
        expect(topK(k).evaluate(prediction, target)).toBe(found / actual.length);
        expect(topK(1).evaluate(prediction, target)).toBe(accuracy().evaluate(prediction, target));
      },
    ),
  );
});

test("its name says k, and it prints as code", () => {
  const name: "top3" = topK(3).name;
  expect([name, `${topK(3)}`]).toEqual(["top3", "topK(3)"]);
});

test("all of the classes, and no number of classes, are refused", () => {
  expect(() => topK(2).evaluate(tensor([[1, 0]]), tensor([0]))).toThrow(
    new Error("topK(2): expected predictions of more than 2 classes, got 2"),
  );
  expect(() => topK(0)).toThrow(new Error("topK: k must be a whole number above 0, got 0"));
});
