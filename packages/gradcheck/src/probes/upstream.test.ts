import {
  divide,
  map,
  multiply,
  ones,
  sign,
  sqrt,
  square,
  sum,
  type Tensor,
  tensor,
  zeros,
} from "@nudge/core";
import { describe, expect, test } from "vitest";
import { meanSquaredError } from "../../../layers/src/index.ts";
import { failures, linear, normal, pointwise, type Subject, spoil, tensorOf } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckLoss, gradcheckMap, toText } from "../index.ts";

/** y = x, whose gradient is a function of the upstream gradient. */
const identity = (gradient: (dy: Tensor) => Tensor): Subject => ({
  tensors: { x: normal([4]) },
  forward: ({ x }) => [multiply(x, 1), 0],
  backward: (dy) => ({ x: gradient(dy) }),
});

/** An upstream gradient of ones, where much that is wrong is right. */
const upstream = ones([4]);

describe("backward that does not scale with its upstream gradient", () => {
  test.each([
    ["ignores it", () => ones([4])],
    ["takes its sign", (dy: Tensor) => sign(dy)],
    ["normalises it", (dy: Tensor) => divide(dy, Math.sqrt(sum(square(dy)) / 4))],
    ["squares it", (dy: Tensor) => square(dy)],
    ["clips it at 10", (dy: Tensor) => map(dy, (d) => Math.max(-10, Math.min(10, d)))],
    ["clips it at 1", (dy: Tensor) => map(dy, (d) => Math.max(-1, Math.min(1, d)))],
    ["roots it", (dy: Tensor) => map(dy, (d) => Math.sign(d) * Math.sqrt(Math.abs(d)))],
  ])("%s: found where the values are right", (_, gradient) => {
    const report = gradcheckMap(identity(gradient), { upstream });
    expect(failures(report), toText(report)).toEqual(["ignores-upstream"]);
    expect(report.findings[0].tensor).toBe("x");
    expect(report.counts.passed).toBe(4);
    expect(report.verdict).toBe("fail");
  });

  test("adds to it: an upstream gradient of zero does not give zero", () => {
    const report = gradcheckMap(
      identity((dy) => map(dy, (d) => d + 1e-9)),
      { upstream },
    );
    expect(failures(report)).toEqual(["ignores-upstream"]);
    expect(report.findings[0].message).toContain("zero");
  });

  test("is found in the one tensor that it concerns", () => {
    const report = gradcheckMap(
      spoil(linear(), () => ({ b: tensor([4, 4]) })),
      { upstream: ones([4, 2]) },
    );
    expect(failures(report)).toEqual(["ignores-upstream"]);
    expect(report.findings[0].tensor).toBe("b");
    expect(tensorOf(report, "b").counts.passed).toBe(2);
  });
});

describe("legitimate subjects", () => {
  test("scale to the last bits, also where powers of two would be exact and others not", () => {
    for (let seed = 0; seed < 10; seed++) {
      const report = gradcheckMap(
        pointwise(
          (x) => Math.log1p(Math.exp(x)),
          (x) => 1 / (1 + Math.exp(-x)),
          normal([20], seed),
        ),
        { seed },
      );
      expect(report.findings).toEqual([]);
    }
  });

  test("may round their gradients to float32", () => {
    const report = gradcheckMap(identity((dy) => map(dy, Math.fround)));
    expect(failures(report)).toEqual([]);
    expect(report.verdict).toBe("pass");
  });

  test("may have gradients of exactly zero", () => {
    const report = gradcheckMap({
      tensors: { x: normal([4]), unused: normal([2]) },
      forward: ({ x }) => [map(x, (v) => Math.max(v, 0)), 0],
      backward: (dy, _, { x }) => ({ x: map(dy, x, (d, v) => (v > 0 ? d : -0)), unused: zeros([2]) }),
    });
    expect(failures(report)).toEqual([]);
  });

  test("may sum gradients that nearly cancel", () => {
    const report = gradcheckMap(
      {
        tensors: { shift: tensor([0.3]) },
        forward: ({ shift }) => [map(tensor([1, 2, 3, 4]), (v) => v + shift.get(0)), 0],
        backward: (dy) => ({ shift: tensor([sum(dy)]) }),
      },
      { upstream: tensor([1e8 / 3, -1e8 / 3, 0.1, 0.2]) },
    );
    expect(failures(report), toText(report)).toEqual([]);
  });

  test("need not use the upstream gradient of 1 that a loss or function has", () => {
    const loss = gradcheckLoss(meanSquaredError(), { prediction: [3, 2], target: [3, 2] });
    expect(failures(loss)).toEqual([]);
    expect(
      failures(gradcheckFunction({ theta: [2], value: ([x]) => x * x, gradient: ([x]) => [2 * x] })),
    ).toEqual([]);
  });

  test("may divide by a norm of their input", () => {
    const normalise: Subject = {
      tensors: { x: normal([5]) },
      forward: ({ x }) => {
        const size = sqrt(tensor(sum(square(x))));
        return [divide(x, size), size];
      },
      backward: (dy, size, { x }) => {
        const s = (size as Tensor).get();
        const along = sum(multiply(dy, x)) / s ** 3;
        return { x: map(dy, x, (d, v) => d / s - along * v) };
      },
    };
    const report = gradcheckMap(normalise);
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.findings).toEqual([]);
  });
});

test("a map of one number has an upstream gradient like any other", () => {
  const total = (gradient: (dy: Tensor, x: Tensor) => Tensor): Subject => ({
    tensors: { x: normal([3]) },
    forward: ({ x }) => [tensor(sum(square(x))), 0],
    backward: (dy, _, { x }) => ({ x: gradient(dy, x) }),
  });
  expect(gradcheckMap(total((dy, x) => multiply(x, 2 * dy.get()))).verdict).toBe("pass");
  const ignoring = gradcheckMap(
    total((_, x) => multiply(x, 2)),
    { upstream: tensor(1) },
  );
  expect(failures(ignoring)).toEqual(["ignores-upstream"]);
});

test.each([2, 16])(
  "rounding in a millionth of the gradients of %d times the upstream is allowed, and no more",
  (factor) => {
    const off = (share: number) =>
      identity((dy) => map(dy, (d) => (Math.abs(d) === factor ? d * (1 + share) : d)));
    for (const share of [5e-7, -5e-7]) expect(failures(gradcheckMap(off(share), { upstream }))).toEqual([]);
    for (const share of [4e-6, -4e-6])
      expect(failures(gradcheckMap(off(share), { upstream }))).toEqual(["ignores-upstream"]);
  },
);
