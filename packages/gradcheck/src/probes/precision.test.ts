import { cast, map, multiply, square, type Tensor, tensors } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { failures, kinds, linear, type Named, normal, pointwise, spoil } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheckFunction, gradcheckMap, toText } from "../index.ts";
import { unit64 } from "../measure/float32.ts";
import { probePrecision, probeRounding } from "./precision.ts";

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
    const noise = { sigma: Float64Array.of(1e-5), units: Float64Array.of(1e-17), isSingle: false };
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

describe("an output whose noise is so large a share of it", () => {
  const none = { numeric: new Float64Array(1), error: new Float64Array(1) };
  /** What is said of an output of size 5 with this share of noise, and slopes of 2 with these shares of error. */
  const noted = (share: number, bars: readonly number[] = [], given = {}) => {
    const noise = {
      sigma: Float64Array.of(3 * share, 4 * share),
      units: Float64Array.of(unit64, unit64),
      isSingle: false,
    };
    const slopes = {
      numeric: Float64Array.from(bars, (_, k) => (k % 2 === 0 ? 2 : -2)),
      error: Float64Array.from(bars, (bar) => 2 * bar),
    };
    const findings = probePrecision(noise, Float64Array.of(3, -4), bars.length > 0 ? slopes : none, given);
    return findings.map(({ message }) => message).join();
  };

  test("is exact below 1e-12, and approximate above", () => {
    expect(noted(0.9e-12)).toBe("");
    expect(noted(1.1e-12)).toMatch(/^forward is approximate: its output has noise of 1e-12 of its size/);
    expect(noted(Number.POSITIVE_INFINITY)).toBe("");
    expect(noted(0, [], { promoted: true })).toContain("its numbers are float32");
  });

  test("is likely to have float32 inside from 1e-9 to 1e-6", () => {
    const isLikely = (share: number) => noted(share).includes("float32 inside");
    expect([0.9e-9, 1.1e-9, 0.9e-6, 1.1e-6].map(isLikely)).toEqual([false, true, true, false]);
  });

  test("has a threshold that suits it: the error bar of an entry in the middle, rounded up to one digit", () => {
    const suits = (...bars: number[]) => noted(1e-3, bars).split("; ")[1];
    expect(suits(0.5, 0.0023, 0.001)).toBe(
      "slopes are known to 2e-3 of their size, which threshold: 3e-3 allows for",
    );
    expect(suits(0.0023, Number.NaN, Number.POSITIVE_INFINITY)).toContain("threshold: 3e-3");
    expect(suits(0.0091)).toContain("threshold: 1e-2");
    expect(suits(0.05)).toContain("threshold: 5e-2");
    expect([0.099, 0.11].map((bar) => suits(bar) === undefined)).toEqual([false, true]);
    expect(suits(0)).toBeUndefined();
    expect(noted(1e-3)).not.toContain("threshold");
  });
});

test("a gradient is rounded where all of it passed, and some of it has all digits of float32", () => {
  const third = Math.fround(1 / 3);
  const slice = { name: "W", shape: [2], offset: 1, length: 2 };
  const isRounded = (gradient: readonly number[], failed = -1) =>
    probeRounding(Float64Array.of(0.1, ...gradient, 0.1), [slice], (i) => i !== failed).length > 0;
  expect(isRounded([third, 0.5])).toBe(true);
  expect(isRounded([0.5, third])).toBe(true);
  expect(isRounded([0.5, 0.25])).toBe(false);
  expect(isRounded([third, 0.1])).toBe(false);
  expect([0, 1, 2, 3].map((failed) => isRounded([third, 0.5], failed))).toEqual([true, false, false, true]);
});
