import { type Tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { evidenceOf, valuesAt } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { dropped } from "./dropped.ts";

/** y_t = Σ_(i ≤ t) w_ti x_i, of which backward keeps some. */
const running = (weight: (t: number, i: number) => number): Subject => ({
  tensors: { x: normal([6]) },
  forward: ({ x }) => [valuesAt([6], (t) => sumTo(t, (i) => (1 + i * t) * x.get(i))), undefined],
  backward: (dy) => {
    const dx: Tensor = zeros([6]);
    for (let t = 0; t < 6; t++)
      for (let i = 0; i <= t; i++) dx.set(i, dx.get(i) + weight(t, i) * (1 + i * t) * dy.get(t));
    return { x: dx };
  },
});

const sumTo = (end: number, f: (i: number) => number) =>
  Array.from({ length: end + 1 }, (_, i) => f(i)).reduce((sum, value) => sum + value, 0);

test("a sum that leaves some out", () => {
  const found = dropped(
    evidenceOf(
      running((t, i) => ((t + i) % 3 === 1 ? 0 : 1)),
      "x",
    ),
  );
  expect(found?.kind).toBe("missing-sum");
  expect(found?.message).toContain("7 of 21 contributions to the gradient of x are missing");
});

test("silent for contributions that are scaled, and for outputs lost as a whole", () => {
  expect(
    dropped(
      evidenceOf(
        running((t, i) => ((t + i) % 3 === 1 ? 0.5 : 1)),
        "x",
      ),
    ),
  ).toBeUndefined();
  expect(
    dropped(
      evidenceOf(
        running((t) => (t % 2 === 1 ? 0 : 1)),
        "x",
      ),
    ),
  ).toBeUndefined();
});
