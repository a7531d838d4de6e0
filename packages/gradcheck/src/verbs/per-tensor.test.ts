import { map } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { dense, sequential, tanh } from "../../../layers/src/index.ts";
import { linear, spoil, tensorOf } from "../../test/fixtures.ts";
import { gradcheck, gradcheckMap, toHtml } from "../index.ts";

/** The gradient of W is off by 1e-4, and that of b by 1e-3. */
const off = spoil(linear(), ({ W, b }) => ({
  W: map(W, (w) => w * (1 + 1e-4)),
  b: map(b, (w) => w * (1 + 1e-3)),
}));

describe.each(["full", "bisect"] as const)("by method %s", (method) => {
  test("a threshold is that of its own tensor", () => {
    const verdicts = (threshold: Parameters<typeof gradcheckMap>[1]) =>
      gradcheckMap(off, { method, ...threshold }).tensors.map(({ verdict }) => verdict);
    expect(verdicts({})).toEqual(["pass", "fail", "fail"]);
    expect(verdicts({ threshold: { b: 1e-2 } })).toEqual(["pass", "fail", "pass"]);
    expect(verdicts({ threshold: { W: 1e-2 } })).toEqual(["pass", "pass", "fail"]);
    expect(verdicts({ threshold: { W: 1e-2, b: 1e-2 } })).toEqual(["pass", "pass", "pass"]);
  });
});

test("the report says the threshold of each tensor, and that of those that have none of their own", () => {
  const report = gradcheckMap(off, { threshold: { "*": 1e-6, W: 1e-2 } });
  expect(report.tensors.map(({ threshold }) => threshold)).toEqual([1e-6, 1e-2, 1e-6]);
  expect(report).toMatchObject({ threshold: 1e-7, verdict: "fail" });
  expect(tensorOf(report, "W").detectionLimit).toBeGreaterThan(1e-2);
  expect(report.replay).toBe('gradcheckMap(linear, { seed: 0, threshold: { "*": 0.000001, W: 0.01 } })');
  expect(toHtml(report)).toMatch(/farther from it than \S+ \(\S+ in x, \S+ in W, \S+ in b\) of/);
});

test("a first step is that of its own tensor", () => {
  const epsilon = { W: 2 ** -10 };
  const report = gradcheckMap(linear(), { epsilon });
  const steps = (name: string) => new Set(tensorOf(report, name).worst.map(({ step }) => step));
  expect(steps("W")).toEqual(new Set([2 ** -10]));
  expect(steps("b")).not.toContain(2 ** -10);
});

test("names are those of the tensors of a layer or model", () => {
  const layer = sequential(dense(3, 2), tanh());
  const report = gradcheck(layer, { input: [4, 3], threshold: { "*.bias": 1e-5 } });
  expect(report.tensors.map(({ name, threshold }) => [name, threshold])).toEqual([
    ["input", 1e-7],
    ["0.weight", 1e-7],
    ["0.bias", 1e-5],
  ]);
  expect(() => gradcheck(layer, { input: [4, 3], threshold: { bias: 1e-5 } })).toThrow(
    'gradcheck: threshold: no tensor is called "bias"; there are "0.weight", "0.bias", "input"',
  );
});
