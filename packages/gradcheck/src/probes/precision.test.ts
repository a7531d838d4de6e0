import { cast, map, multiply, square, type Tensor, tensors } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { failures, kinds, linear, type Named, normal, pointwise, spoil } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheckFunction, gradcheckMap, toText } from "../index.ts";
import { probePrecision } from "./precision.ts";

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

describe("the threshold", () => {
  const f = (x: number) => Math.tanh(x);
  const slope = (x: number) => 1 - Math.tanh(x) ** 2;
  const off = (share: number) => (x: number) => (1 + share) * slope(x);
  const rounded = (x: number) => Math.fround(f(x));
  const x = normal([6]);
  const said = (report: GradcheckReport) => report.findings.map(({ message }) => message).join();

  test("is 1e-4 where all outputs are rounded to float32, and that is said", () => {
    const report = gradcheckMap(pointwise(rounded, slope, x));
    expect(report).toMatchObject({ verdict: "pass", threshold: 1e-4 });
    expect(said(report)).toContain("the output is rounded to float32");
    expect(said(report)).toContain("the threshold is 1e-4 for that, not 1e-7");
    expect(report.replay).not.toContain("threshold");
    // A formula of seven digits gives slopes that are off by more than rounding.
    expect(gradcheckMap(pointwise(rounded, off(9e-5), x)).verdict).toBe("pass");
    expect(gradcheckMap(pointwise(rounded, off(1e-3), x)).verdict).toBe("fail");
  });

  test("is 1e-7 where any is not", () => {
    const exact = gradcheckMap(pointwise(f, slope, x));
    expect(exact).toMatchObject({ verdict: "pass", threshold: 1e-7, findings: [] });
    const partly = (v: number) => (v > 0 ? f(v) : rounded(v));
    expect(gradcheckMap(pointwise(partly, slope, x)).threshold).toBe(1e-7);
  });

  test.each([1e-7, 1e-3])("stays where %d is given, and is repeated by the replay", (threshold) => {
    const report = gradcheckMap(pointwise(rounded, slope, x), { threshold });
    expect(report).toMatchObject({ verdict: "pass", threshold });
    expect(said(report)).not.toContain("threshold");
    expect(report.replay).toContain(`threshold: ${threshold}`);
  });

  test("is that of float64 in a check that came to no slope", () => {
    let calls = 0;
    const unsteady = pointwise(
      (v) => Math.fround(v + calls++),
      () => 1,
      x,
    );
    expect(gradcheckMap(unsteady).threshold).toBe(1e-7);
  });
});

describe("a forward pass that is approximate is called so, and", () => {
  const grid = (q: number) => (y: number) => q * Math.round(y / q);
  const message = (f: (x: number) => number) => {
    const { verdict, findings } = gradcheckMap(pointwise(f, (x) => 1 - Math.tanh(x) ** 2, normal([8])));
    expect(verdict).not.toBe("fail");
    expect(findings.map(({ kind }) => kind)).toEqual(["low-precision"]);
    return findings[0].message;
  };

  test("one that is so by some digits may be a solver; a threshold says what its slopes are worth", () => {
    const said = message((x) => grid(1e-4)(Math.tanh(x)));
    expect(said).toContain("forward is approximate: its output has noise of");
    expect(said).toContain("a table");
    const threshold = Number(/threshold: (\S+) allows/.exec(said)?.[1]);
    expect(threshold).toBeGreaterThan(1e-4);
    expect(threshold).toBeLessThan(0.1);
  });

  test("one that is so by seven may have float32 inside", () => {
    expect(message((x) => Math.fround(Math.tanh(x)) * (1 + 1e-9 * x))).toContain("float32 inside");
  });

  test.each([
    [[2e-3, 3.1e-3, 1], "are known to 3e-3 of their size, which threshold: 4e-3 allows for"],
    [[4.5e-5, 4.5e-5], "threshold: 5e-5"],
    [[0.4, 0.5, 1e-9], undefined],
    [[Number.NaN, Number.POSITIVE_INFINITY], undefined],
  ])("error bars of %o of slopes are what a threshold is made of, unless no slope is known", (bars, said) => {
    const numeric = Float64Array.from(bars, (_, k) => 10 ** k);
    const error = numeric.map((slope, k) => bars[k] * slope);
    const noise = { sigma: Float64Array.of(1e-5), unit: 1e-17 };
    const [{ message }] = probePrecision(noise, Float64Array.of(1), { numeric, error }, {});
    if (said === undefined) expect(message).not.toContain("threshold");
    else expect(message).toContain(said);
  });
});

test("of float32 numbers the check says that it is in float64, unless the subject rounds all the same", () => {
  const x = cast(normal([6]), "float32");
  const say = (f: (v: number) => number) => gradcheckMap(pointwise(f, Math.cos, x)).findings[0].message;
  expect(say(Math.sin)).toContain("the check runs in float64");
  expect(say((v) => Math.fround(Math.sin(v)))).toContain("the output is rounded to float32");
  expect(say((v) => Math.fround(Math.sin(v)))).not.toContain("runs in float64");
});

test("whole numbers and those of few digits are not rounded", () => {
  for (const slope of [1e6, 3, 1234567, 1 / 1024]) {
    const report = gradcheckFunction({
      theta: [1, 2],
      value: ([a, b]) => slope * (a + b),
      gradient: () => [slope, slope],
    });
    expect(report).toMatchObject({ verdict: "pass", findings: [] });
  }
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
