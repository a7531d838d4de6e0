import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryCase, type Case, count } from "../../test/arbitrary-classes.ts";
import { auc, tensor } from "../index.ts";

/** Of all pairs of a row of class c and another row, the share in which the former has more, equal ones counting half. */
function definition({ scores, actual }: Case, c: number): number {
  const [own, other] = [true, false].map((is) => scores.filter((_, row) => (actual[row] === c) === is));
  const pairs = own.flatMap((a) => other.map((b) => [a[c], b[c]]));
  return (count(pairs, ([a, b]) => a > b) + count(pairs, ([a, b]) => a === b) / 2) / pairs.length;
}

test("it is the share of pairs in the right order, of several classes the mean over each against the rest", () => {
  fc.assert(
    fc.property(arbitraryCase, (one) => {
      fc.pre(one.classes.every((c) => one.actual.includes(c)));
      const compared = one.classes.length === 2 ? [1] : one.classes;
      const expected = compared.reduce((sum, c) => sum + definition(one, c), 0) / compared.length;
      expect(auc().evaluate(one.prediction, one.target)).toBeCloseTo(expected, 14);
    }),
  );
});

test("numbers count by their order alone", () => {
  const target = tensor([0, 1, 0, 1]);
  expect(auc().evaluate(tensor([-5, 3, 4, 1e300]), target)).toBe(0.75);
});

test("a class that has no rows, or all, is refused", () => {
  const rule = "and it compares rows of a class with other rows";
  expect(() => auc().evaluate(tensor([0.1, 0.2]), tensor([1, 1]))).toThrow(
    new Error(`auc: all rows are of class 1, ${rule}`),
  );
  const three = tensor([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  expect(() => auc().evaluate(three, tensor([0, 1]))).toThrow(
    new Error(`auc: no row is of class 2, ${rule}`),
  );
});
