import { divide, exp, multiply, subtract, sum } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject, spoil } from "../../../test/fixtures.ts";
import { crossTerms } from "./cross-terms.ts";

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
