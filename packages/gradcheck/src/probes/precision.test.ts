import { map, multiply, square, type Tensor, tensors } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, kinds, linear, type Named, normal, pointwise, spoil } from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";

const single = (x: Tensor) => map(x, Math.fround);

test("right gradients that are rounded to float32 pass, with a note for each tensor", () => {
  const report = gradcheckMap(spoil(linear(), ({ x, W }) => ({ x: single(x), W: single(W) })));
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.counts.passed).toBe(20);
  expect(report.findings.map(({ kind, severity, tensor }) => [kind, severity, tensor])).toEqual([
    ["low-precision", "note", "x"],
    ["low-precision", "note", "W"],
  ]);
});

test("an output that is rounded to float32 passes with a note and wider error bars", () => {
  const right = pointwise(Math.tanh, (x) => 1 - Math.tanh(x) ** 2, normal([20]));
  const report = gradcheckMap({
    ...right,
    forward: (t, pass) => {
      const [y, cache] = right.forward(t, pass);
      return [single(y), cache];
    },
  });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(kinds(report)).toEqual(["low-precision"]);
  expect(report.noiseRatio).toBeGreaterThan(100 * gradcheckMap(right).noiseRatio);
});

test("a forward pass that computes in float32 passes, and hides no gross error", () => {
  const f = (x: Tensor) => single(multiply(single(tensors.tanh(single(x))), single(x)));
  const slope = (x: number) => Math.tanh(x) + x * (1 - Math.tanh(x) ** 2);
  const subject = (factor: number) => ({
    tensors: { x: normal([20]) },
    forward: ({ x }: Named) => [f(x), 0] as const,
    backward: (dy: Tensor, _: unknown, { x }: Named) => ({ x: map(dy, x, (d, v) => factor * d * slope(v)) }),
  });
  const right = gradcheckMap(subject(1));
  expect(failures(right), toText(right)).toEqual([]);
  expect(right.verdict).toBe("pass");
  for (const factor of [0, -1, 2, 1.05]) expect(gradcheckMap(subject(factor)).verdict).toBe("fail");
});

test("numbers that are short anyway are not called rounded", () => {
  const report = gradcheckMap(
    {
      tensors: { x: normal([1, 3]) },
      forward: ({ x }) => [multiply(x, 0.75), 0],
      backward: (dy) => ({ x: multiply(dy, 0.75) }),
    },
    { upstream: [[1, 2, 5]] },
  );
  expect(report.findings).toEqual([]);
});

test("a wrong gradient is not excused as rounded", () => {
  const report = gradcheckMap({
    tensors: { x: normal([3]) },
    forward: ({ x }) => [square(x), 0],
    backward: (dy) => ({ x: multiply(dy, 0) }),
  });
  expect(report.verdict).toBe("fail");
  expect(kinds(report)).toEqual([]);
});
