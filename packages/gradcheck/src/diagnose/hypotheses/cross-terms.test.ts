import { divide, exp, mean, multiply, subtract, sum, type Tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject, spoil } from "../../../test/fixtures.ts";
import { crossTerms, noCrossTerms } from "./cross-terms.ts";

const rowSum = (x: Parameters<typeof exp>[0]) => sum(x, 1, { keepDims: true });

/** The softmax of each row. */
const softmax: Subject = {
  tensors: { z: normal([3, 4]) },
  forward: ({ z }) => {
    const y = divide(exp(z), rowSum(exp(z)));
    return [y, y];
  },
  backward: (dy, y) => {
    const p = y as typeof dy;
    return { z: multiply(p, subtract(dy, rowSum(multiply(dy, p)))) };
  },
};
const output = softmax.forward(softmax.tensors, undefined as never)[0];

test("the diagonal of the Jacobian alone", () => {
  const subject = spoil(softmax, (_, dy) => ({
    z: multiply(dy, multiply(output, subtract(1, output))),
  }));
  expect(judged(crossTerms, subject, "z")?.kind).toBe("missing-term");
});

test("silent when the diagonal is not right either", () => {
  const subject = spoil(softmax, (_, dy) => ({ z: multiply(dy, output) }));
  expect(judged(crossTerms, subject, "z")).toBeUndefined();
});

test("no cross terms, and what is left is wrong too", () => {
  const subject = spoil(softmax, (_, dy) => ({ z: multiply(dy, output) }));
  const found = judged(noCrossTerms, subject, "z");
  expect(found?.kind).toBe("missing-term");
  expect(found?.message).toContain("from its own output alone, and forward mixes entries: the cross terms");
});

test("a mean over an axis that is 1 long mixes nothing", () => {
  for (const [shape, axis] of [
    [[1, 5], 1],
    [[4, 1], 0],
  ] as const) {
    const less = (x: Tensor, along: number) => subtract(x, mean(x, along, { keepDims: true }));
    const centred: Subject = {
      tensors: { x: normal(shape), w: normal(shape, 2) },
      forward: ({ x, w }) => [less(multiply(x, w), axis), undefined],
      backward: (dy, _, { x, w }) => ({ x: multiply(w, dy), w: multiply(x, less(dy, axis)) }),
    };
    const found = judged(noCrossTerms, centred, "x");
    expect(found?.kind).toBe("wrong-axis");
    expect(found?.message).toContain(`a sum or mean over axis ${1 - axis}, which is 1 long, mixes nothing`);
  }
});

test("silent of what mixes entries in another way", () => {
  const subject = spoil(softmax, (_, dy) => ({ z: multiply(2, multiply(output, subtract(dy, rowSum(dy)))) }));
  expect(judged(noCrossTerms, subject, "z")).toBeUndefined();
});
