import { type Tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { fill, increment, walk } from "../../../test/corpus/algebra.ts";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { stride } from "./stride.ts";

const w = [0.3, -1.1, 0.7];

/** y[n,p] = Σ_k w_k x[n, step p + k - pad]; backward believes in another step. */
function convolution(length: number, step: number, pad: number, believed: number, factor = 1): Subject {
  const places = Math.floor((length + 2 * pad - w.length) / step) + 1;
  const isInside = (i: number) => i >= 0 && i < length;
  return {
    tensors: { x: normal([2, length]) },
    forward: ({ x }) => [
      fill([2, places], (n, p) =>
        w.reduce((y, wk, k) => y + (isInside(step * p + k - pad) ? wk * x.get(n, step * p + k - pad) : 0), 0),
      ),
      undefined,
    ],
    backward(dy: Tensor) {
      const dx = zeros([2, length]);
      walk([2, places, w.length], (n, p, k) => {
        const i = believed * p + k - pad;
        if (isInside(i)) increment(dx, [n, i], factor * w[k] * dy.get(n, p));
      });
      return { x: dx };
    },
  };
}

test.each([
  [convolution(9, 2, 0, 1), "1 apart along axis 1, and forward reads it 2 apart"],
  [convolution(10, 2, 1, 1), "1 apart along axis 1, and forward reads it 2 apart"],
  [convolution(12, 1, 0, 2), "2 apart along axis 1, and forward reads it 1 apart"],
  [convolution(14, 3, 0, 2), "2 apart along axis 1, and forward reads it 3 apart"],
])("another stride in backward", (subject, what) => {
  const found = judged(stride, subject, "x");
  expect(found?.kind).toBe("permuted");
  expect(found?.message).toBe(
    `what neighbouring outputs send back to x arrives ${what}: the stride is ignored, or another one`,
  );
});

test("silent where the stride is right, and where the values are wrong too", () => {
  expect(judged(stride, convolution(9, 2, 0, 2, 2), "x")).toBeUndefined();
  expect(judged(stride, convolution(9, 2, 0, 1, 1.1), "x")).toBeUndefined();
});
