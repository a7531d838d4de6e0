import { divide, exp, multiply, subtract, sum, type Tensor, tensors } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { path } from "./path.ts";

const rowSum = (x: Tensor) => sum(x, 1, { keepDims: true });

/** The softmax of the rows of tanh x; backward sums what `summed` makes of it. */
const subject = (summed: (product: Tensor) => Tensor | number): Subject => ({
  tensors: { x: normal([3, 4]) },
  forward: ({ x }) => {
    const e = exp(tensors.tanh(x));
    const y = divide(e, rowSum(e));
    return [y, y];
  },
  backward: (dy, cache, { x }) => {
    const y = cache as Tensor;
    const dt = multiply(y, subtract(dy, summed(multiply(dy, y))));
    const t = tensors.tanh(x);
    return { x: multiply(dt, subtract(1, multiply(t, t))) };
  },
});

test("the path through the sum of a row", () => {
  const found = judged(
    path,
    subject(() => 0),
    "x",
  );
  expect(found?.kind).toBe("missing-term");
  expect(found?.message).toContain("passes through one number that the entries of a group have in common");
});

test("silent for a mistake entry by entry, and in a matrix product", () => {
  const slope: Subject = { ...subject(rowSum), backward: (dy) => ({ x: dy }) };
  expect(judged(path, slope, "x")).toBeUndefined();
});
