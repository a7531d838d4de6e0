import { matmul, multiply, type Tensor, transpose, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { fill } from "../../../test/corpus/algebra.ts";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { alongTime } from "./along-time.ts";

/** y_t = Σ_s 0.7^(t-s) x_s over s <= t, with the way back cut off after some steps     x: [steps, 2] -> [steps, 2] */
function filter(steps: number, cut: number, isReversed = false): Subject {
  const order = (t: number, s: number) => (isReversed ? s - t : t - s);
  const decay = (limit: number) =>
    fill([steps, steps], (t, s) => (order(t, s) >= 0 && order(t, s) < limit ? 0.7 ** order(t, s) : 0));
  return {
    tensors: { x: normal([steps, 2]) },
    forward: ({ x }) => [matmul(decay(steps), x), undefined],
    backward: (dy) => ({ x: matmul(transpose(decay(cut)), dy) }),
  };
}

test.each([
  [filter(5, 1), "the same index of the output along axis 0"],
  [filter(6, 2), "outputs up to 1 step further on along axis 0"],
  [filter(4, 3, true), "outputs up to 2 steps further on along axis 0"],
])("the way back is cut off", (subject, from) => {
  const found = judged(alongTime, subject, "x");
  expect(found?.kind).toBe("missing-sum");
  expect(found?.message).toBe(
    `backprop of x comes from ${from}, and forward uses it beyond: the way back through the steps is cut off`,
  );
});

/** y_t = Σ_{s <= t} a[t,s] x_s      backward takes all of a where forward takes what is below its diagonal. */
const masked = (steps: number, mask: (a: Tensor) => Tensor): Subject => {
  const a = normal([steps, steps], 7);
  const lower = fill([steps, steps], (t, s) => (s <= t ? 1 : 0));
  return {
    tensors: { x: normal([steps, 3]) },
    forward: ({ x }) => [matmul(multiply(a, lower), x), undefined],
    backward: (dy) => ({ x: matmul(transpose(mask(a)), dy) }),
  };
};

test("a mask that forward has and backward does not", () => {
  for (const steps of [3, 5]) {
    const found = judged(
      alongTime,
      masked(steps, (a) => a),
      "x",
    );
    expect(found?.kind).toBe("support");
    expect(found?.message).toContain(
      "along axis 0, and forward uses it on one side alone: a mask is missing",
    );
  }
});

test("silent where what comes back is wrong, and where forward goes both ways", () => {
  const lower = (a: Tensor) => fill([4, 4], (t, s) => (s < t ? 2 * a.get(t, s) : s === t ? a.get(t, s) : 0));
  expect(judged(alongTime, masked(4, lower), "x")).toBeUndefined();
  const both: Subject = {
    tensors: { x: normal([4, 2]) },
    forward: ({ x }) => [matmul(normal([4, 4], 3), x), undefined],
    backward: (_, __, { x }) => ({ x: zeros([...x.shape]) }),
  };
  expect(judged(alongTime, both, "x")).toBeUndefined();
});
