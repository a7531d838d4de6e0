import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryCase, type Case, count, predictedOf } from "../../test/arbitrary-classes.ts";
import { accuracy, f1, precision, recall, tensor } from "../index.ts";

/** Precision and recall of a class by their definitions; F1 as the harmonic mean of the two. */
function definitions(one: Case, c: number) {
  const predicted = predictedOf(one);
  const right = count(one.actual, (label, row) => label === c && predicted[row] === c);
  const share = (of: number) => (of === 0 ? 0 : right / of);
  const p = share(count(predicted, (label) => label === c));
  const r = share(count(one.actual, (label) => label === c));
  return { precision: p, recall: r, f1: p + r === 0 ? 0 : (2 * p * r) / (p + r) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each(["precision", "recall", "f1"] as const)("%s is that of its definition in every average", (name) => {
  const make = { precision, recall, f1 }[name];
  fc.assert(
    fc.property(arbitraryCase, (one) => {
      const { prediction, target, classes, actual } = one;
      const of = classes.map((c) => definitions(one, c)[name]);
      const predicted = predictedOf(one);
      const occurring = classes.filter((c) => actual.includes(c) || predicted.includes(c));
      const macro = mean(occurring.map((c) => of[c]));

      const none: readonly number[] = make({ average: "none" }).evaluate(prediction, target);
      expect(none).toHaveLength(classes.length);
      for (const [c, value] of none.entries()) expect(value).toBeCloseTo(of[c], 14);
      expect(make({ average: "macro" }).evaluate(prediction, target)).toBeCloseTo(macro, 14);
      const all = accuracy().evaluate(prediction, target);
      expect(make({ average: "micro" }).evaluate(prediction, target)).toBeCloseTo(all, 14);
      expect(make().evaluate(prediction, target)).toBeCloseTo(classes.length === 2 ? of[1] : macro, 14);
    }),
    { numRuns: 40 },
  );
});

test("they print as code, refuse other averages, and say that higher is better where they give a number", () => {
  expect(`${f1()} ${recall({ average: "macro" })}`).toBe('f1() recall({ average: "macro" })');
  expect([precision().better, precision({ average: "none" }).better]).toEqual(["higher", undefined]);
  expect(() => f1({ average: "weighted" as "macro" })).toThrow(
    new Error('f1: average must be "macro", "micro" or "none", got "weighted"'),
  );
  expect(() => recall().evaluate(tensor([0.1]), tensor([2]))).toThrow(
    new Error("recall: targets row 0 is 2, not a class 0 ... 1"),
  );
});
