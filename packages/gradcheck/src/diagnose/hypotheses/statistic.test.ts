import { divide, mean, multiply, sqrt, square, subtract, sum, type Tensor, tensors } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject, spoil } from "../../../test/fixtures.ts";
import { statistic } from "./statistic.ts";

const meanOf = (x: Tensor) => mean(x, 0, { keepDims: true });

interface Cache {
  readonly xhat: Tensor;
  readonly s: Tensor;
}

/** (x - mean) / √variance of each column, with the paths that `paths` keeps. */
const batchNorm = (paths: { mean: number; variance: number }): Subject => ({
  tensors: { x: normal([6, 3]) },
  forward: ({ x }) => {
    const centred = subtract(x, meanOf(x));
    const s = sqrt(meanOf(square(centred)));
    const xhat = divide(centred, s);
    return [xhat, { xhat, s }];
  },
  backward: (dy, cache) => {
    const { xhat, s } = cache as Cache;
    const throughMean = multiply(paths.mean, meanOf(dy));
    const throughVariance = multiply(multiply(paths.variance, xhat), meanOf(multiply(dy, xhat)));
    return { x: divide(subtract(subtract(dy, throughMean), throughVariance), s) };
  },
});

test.each([
  [{ mean: 0, variance: 1 }, "constant in each column: the path through a mean or a sum"],
  [{ mean: 1, variance: 0 }, "proportional to x less its mean in each column: the path through a variance"],
  [
    { mean: 0, variance: 0 },
    "a constant plus a multiple of x in each column: the path through a mean and a variance",
  ],
])("batch norm, paths kept: %o", (paths, said) => {
  const found = judged(statistic, batchNorm(paths), "x");
  expect(found?.kind).toBe("missing-term");
  expect(found?.message).toContain(`numeric - backprop is ${said}`);
});

test("the path through a norm", () => {
  const norm = (x: Tensor) => sqrt(sum(square(x), 1, { keepDims: true }));
  const unit: Subject = {
    tensors: { x: normal([4, 5]) },
    forward: ({ x }) => [divide(x, norm(x)), undefined],
    backward: (dy, _, { x }) => ({ x: divide(dy, norm(x)) }),
  };
  expect(judged(statistic, unit, "x")?.message).toContain("proportional to x in each row");
});

test("silent for a slope that is wrong entry by entry", () => {
  const subject: Subject = {
    tensors: { x: normal([6, 3]) },
    forward: ({ x }) => [tensors.tanh(x), undefined],
    backward: (dy) => ({ x: dy }),
  };
  expect(judged(statistic, subject, "x")).toBeUndefined();
});

test("silent where the gradient itself is constant in each row", () => {
  const rowMean: Subject = {
    tensors: { x: normal([4, 5]) },
    forward: ({ x }) => [mean(x, 1), undefined],
    backward: (_dy, _, { x }) => ({ x: multiply(0, x) }),
  };
  const spread = (dy: Tensor, x: Tensor, f: (d: number) => number) => {
    const dx = multiply(0, x);
    for (let i = 0; i < 4; i++) for (let j = 0; j < 5; j++) dx.set(i, j, f(dy.get(i)));
    return dx;
  };
  const wrong = spoil(rowMean, (_, dy) => ({ x: spread(dy, rowMean.tensors.x, (d) => d * d) }));
  expect(judged(statistic, wrong, "x")).toBeUndefined();
});
