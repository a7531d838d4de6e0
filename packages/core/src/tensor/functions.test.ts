import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryTensor, expectEntries, expectFresh, indices } from "../../test/arbitrary-view.ts";
import { tensor } from "./create.ts";
import { abs, exp, log, negate, sigmoid, sign, sqrt, square, tanh } from "./functions.ts";
import { toArray } from "./to-array.ts";

const operations = [
  { operation: negate, reference: (x: number) => -x },
  { operation: exp, reference: Math.exp },
  { operation: log, reference: Math.log },
  { operation: sqrt, reference: Math.sqrt },
  { operation: square, reference: (x: number) => x * x },
  { operation: abs, reference: Math.abs },
  { operation: sign, reference: Math.sign },
  { operation: tanh, reference: Math.tanh },
];

for (const { operation, reference } of operations) {
  const { name } = operation;
  describe(name, () => {
    test("agrees with .get() on views of any layout, in both precisions", () => {
      fc.assert(
        fc.property(arbitraryTensor, (x) => {
          const result = operation(x);
          expect(result.dtype).toBe(x.dtype);
          expectFresh(result, x);
          expectEntries(result, x.shape, (index) => reference(x.get(...index)));
        }),
      );
    });

    test("keeps NaN, and names itself for what is no tensor", () => {
      expect(toArray(operation(tensor([Number.NaN])))).toEqual([Number.NaN]);
      // @ts-expect-error a number is no tensor
      expect(() => operation(1)).toThrow(new Error(`${name}: expected a tensor, got 1`));
    });
  });
}

describe("sigmoid", () => {
  test("agrees with 1 / (1 + exp(-x)) on views of any layout, in both precisions", () => {
    fc.assert(
      fc.property(arbitraryTensor, (x) => {
        const result = sigmoid(x);
        expectFresh(result, x);
        expect(result.shape).toEqual(x.shape);
        const digits = x.dtype === "float32" ? 7 : 15;
        for (const index of indices(x.shape)) {
          expect(result.get(...index)).toBeCloseTo(1 / (1 + Math.exp(-x.get(...index))), digits);
        }
      }),
    );
  });

  test("is accurate to the last bits where exp(-x) overflows", () => {
    const [far, farther, right] = sigmoid(tensor([-720, -745, 720])).data;
    expect(far).toBe(Math.exp(-720));
    expect(farther).toBe(Math.exp(-745));
    expect(right).toBe(1);
    expect(toArray(sigmoid(tensor([Number.NEGATIVE_INFINITY, 0, Number.NaN])))).toEqual([0, 0.5, Number.NaN]);
  });

  test("of x and of -x add up to 1", () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (x) => {
        const [left, right] = sigmoid(tensor([x, -x])).data;
        expect(Math.abs(left + right - 1)).toBeLessThanOrEqual(2 ** -52);
      }),
    );
  });
});

test("the edges of the domains", () => {
  expect(toArray(log(tensor([0, -1])))).toEqual([Number.NEGATIVE_INFINITY, Number.NaN]);
  expect(toArray(sqrt(tensor([0, -1])))).toEqual([0, Number.NaN]);
  expect(toArray(exp(tensor([Number.NEGATIVE_INFINITY, 710])))).toEqual([0, Number.POSITIVE_INFINITY]);
  expect(toArray(tanh(tensor([Number.POSITIVE_INFINITY, -1000])))).toEqual([1, -1]);
  expect(toArray(sign(tensor([-0.1, 0, 1e-300])))).toEqual([-1, 0, 1]);
});
