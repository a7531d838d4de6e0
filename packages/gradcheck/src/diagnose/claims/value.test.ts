import { expect, test } from "vitest";
import type { TensorEvidence } from "../evidence/evidence.ts";
import { compare, enoughWeight } from "./value.ts";

function tensor(numeric: number[], analytic: number[], bar: number): TensorEvidence {
  return {
    name: "w",
    shape: [numeric.length],
    theta: Float64Array.from(numeric),
    numeric: Float64Array.from(numeric),
    analytic: Float64Array.from(analytic),
    error: new Float64Array(numeric.length).fill(bar),
    verdict: numeric.map((n, k) => (Math.abs(n - analytic[k]) > bar ? "wrong" : "pass")),
  };
}

const twice = (numeric: number[]) => Float64Array.from(numeric, (n) => 2 * n);

test("a model that is exact leaves nothing, and each entry speaks for it", () => {
  const numeric = [1, -2, 3, 0.5];
  const found = compare(tensor(numeric, [2, -4, 6, 1], 1e-9), { value: twice(numeric) });
  expect(found.unexplained).toBe(0);
  expect(found.weight).toBeGreaterThan(4 * 7.9);
});

test("the share is of the error, not of the gradient", () => {
  // The gradient is off by 1e-3 of itself, and the model by a tenth of that.
  const found = compare(tensor([1, 1, 1], [1.001, 1.001, 1.001], 1e-12), {
    value: Float64Array.of(1.0011, 1.0011, 1.0011),
  });
  expect(found.unexplained).toBeCloseTo(0.1, 3);
});

test("a large entry does not hide small ones that the model gets wrong", () => {
  const numeric = [1e8, 1e-8, 2e-8];
  const found = compare(tensor(numeric, [2e8, 1e-8, 2e-8], 1e-12), { value: twice(numeric) });
  expect(found.unexplained).toBeGreaterThan(0.1);
});

test("what lies within the error bars is no disagreement, and no agreement either", () => {
  const numeric = [1, 2, 3];
  const blurred = compare(tensor(numeric, [2, 4, 6], 0.9), { value: Float64Array.of(2.5, 4.5, 5.5) });
  expect(blurred.unexplained).toBe(0);
  expect(blurred.weight).toBeLessThan(enoughWeight);
});

test("fitted numbers and alternatives take away what they may have fitted", () => {
  const numeric = [1, 2];
  const evidence = tensor(numeric, [2, 4], 1e-9);
  const value = twice(numeric);
  const plain = compare(evidence, { value }).weight;
  expect(compare(evidence, { value, parameters: 1 }).weight).toBeCloseTo(plain / 2, 1);
  expect(compare(evidence, { value, choices: 1000 }).weight).toBeCloseTo(plain - 3, 9);
});

test("entries of which the model says nothing do not count", () => {
  const evidence = tensor([1, 2, 3], [2, 4, 7], 1e-9);
  expect(compare(evidence, { value: Float64Array.of(2, 4, Number.NaN) }).unexplained).toBe(0);
});
