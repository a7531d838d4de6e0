import { add, map, matmul, multiply, sum, transpose } from "@nudge/core";
import { expect, test } from "vitest";
import { evidenceOf } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { supportByOutput } from "./support-output.ts";

/** y = relu(x W + b), with what backward takes for the slope of relu. */
const layer = (slope: (y: number, n: number) => number): Subject => ({
  tensors: { W: normal([3, 4]), b: normal([4], 2) },
  forward: ({ W, b }) => {
    const y = map(add(matmul(x, W), b), (z) => (z > 0 ? z : 0.1 * z));
    return [y, y];
  },
  backward: (dy, cache) => {
    const y = cache as typeof dy;
    const slopes = map(y, (v) => v);
    for (let n = 0; n < 6; n++) for (let j = 0; j < 4; j++) slopes.set(n, j, slope(y.get(n, j), n));
    const e = multiply(dy, slopes);
    return { W: matmul(transpose(x), e), b: sum(e, 0) };
  },
});
const x = normal([6, 3], 9);
const right = (y: number) => (y > 0 ? 1 : 0.1);

test("where the output is negative", () => {
  const found = supportByOutput(
    evidenceOf(
      layer(() => 1),
      "W",
    ),
  );
  expect(found?.kind).toBe("support");
  expect(found?.message).toBe(
    "the gradient of W is wrong only in what comes back from the output where the output < 0",
  );
});

test("one example of the batch", () => {
  const found = supportByOutput(
    evidenceOf(
      layer((y, n) => (n === 4 ? 2 : 1) * right(y)),
      "W",
    ),
  );
  expect(found?.message).toContain("from the output in row 4");
});

test("silent when all outputs are wrong", () => {
  expect(
    supportByOutput(
      evidenceOf(
        layer((y) => 1.5 * right(y)),
        "W",
      ),
    ),
  ).toBeUndefined();
});
