import { divide, exp, multiply, subtract, sum, type Tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { mixedAxis } from "./mixed-axis.ts";

const sumOver = (x: Tensor, axis: number) => sum(x, axis, { keepDims: true });

/** The softmax of each row, with a backward pass that sums over the given axis. */
const softmax = (axis: number, factor = 1): Subject => ({
  tensors: { z: normal([3, 4]) },
  forward: ({ z }) => {
    const y = divide(exp(z), sumOver(exp(z), 1));
    return [y, y];
  },
  backward: (dy, y) => {
    const p = y as Tensor;
    return { z: multiply(p, subtract(dy, multiply(factor, sumOver(multiply(dy, p), axis)))) };
  },
});

test("a sum over the batch in the place of the classes", () => {
  const found = judged(mixedAxis, softmax(0), "z");
  expect(found?.kind).toBe("wrong-axis");
  expect(found?.message).toContain("along axis 1, backward along axis 0");
});

test("silent for another mistake along the right axis", () => {
  expect(judged(mixedAxis, softmax(1, 2), "z")).toBeUndefined();
});
