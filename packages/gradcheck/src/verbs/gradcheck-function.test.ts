import { expect, test } from "vitest";
import { failures, only, scalar } from "../../test/fixtures.ts";
import { gradcheckFunction, toText } from "../index.ts";

/** f(θ) = Σ θᵢ³ */
const cubes = {
  theta: [1, -2, 0.5],
  value: (theta: Float64Array) => theta.reduce((sum, x) => sum + x ** 3, 0),
  gradient: (theta: Float64Array) => theta.map((x) => 3 * x * x),
};

test("any function of a vector is checked", () => {
  const report = gradcheckFunction(cubes);
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.subject).toBe("f");
  expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual([["theta", [3]]]);
  expect(report.tensors[0].entries?.analytic).toEqual([3, 12, 0.75]);
  expect(gradcheckFunction({ ...cubes, name: "cubes" }).subject).toBe("cubes");
  expect(report.replay).toBe("gradcheckFunction({ theta, value, gradient }, { seed: 0 })");
});

test("θ may be any list of numbers, and so may the gradient", () => {
  const { tensors } = gradcheckFunction(cubes);
  expect(gradcheckFunction({ ...cubes, theta: Float64Array.of(1, -2, 0.5) }).tensors).toEqual(tensors);
  expect(gradcheckFunction({ ...cubes, theta: Float32Array.of(1, -2, 0.5) }).tensors).toEqual(tensors);
  const array = (theta: Float64Array) => Array.from(theta, (x) => 3 * x * x);
  expect(gradcheckFunction({ ...cubes, gradient: array }).tensors).toEqual(tensors);
});

test.each([2, -1, 0, 1.0001])("a gradient off by the factor %d has the ratio |m - 1| / (|m| + 1)", (m) => {
  const report = gradcheckFunction({ ...cubes, gradient: (theta) => theta.map((x) => m * 3 * x * x) });
  expect(report.verdict).toBe("fail");
  expect(report.ratio).toBeCloseTo(Math.abs(m - 1) / (Math.abs(m) + 1), 6);
});

test("a gradient of another length is a finding", () => {
  for (const gradient of [[], [3, 12], [3, 12, 0.75, 1]]) {
    const report = gradcheckFunction({ ...cubes, gradient: () => gradient });
    expect(failures(report)).toContain("shape");
    expect(report.counts.passed).toBe(0);
  }
});

test("what is no gradient at all fails", () => {
  for (const gradient of [undefined, null, 3, {}, ["a", "b", "c"], [1, undefined, 3]]) {
    const report = gradcheckFunction({ ...cubes, gradient: () => gradient as never });
    expect(report.verdict).toBe("fail");
  }
});

test("a value that is no number is refused by what it is", () => {
  for (const [value, type] of [
    ["1", '"1"'],
    [undefined, "undefined"],
    [1n, "1n"],
    [[1], "an array of 1"],
    [Promise.resolve(1), "a Promise"],
  ]) {
    const report = gradcheckFunction({ ...cubes, value: () => value as never });
    expect(failures(report)).toEqual(["throws"]);
    expect(report.findings[0].message).toContain(`value must give a number, got ${type}`);
  }
});

test("an upstream gradient is no concern of a function", () => {
  expect(failures(gradcheckFunction(cubes))).toEqual([]);
  expect(() => gradcheckFunction(cubes, { upstream: [1] } as never)).toThrow(
    /^gradcheckFunction: unknown option "upstream"/,
  );
});

test("value and gradient get copies of θ: what they write is lost", () => {
  const theta = Float64Array.of(1, -2, 0.5);
  const report = gradcheckFunction({
    theta,
    value(x) {
      const sum = cubes.value(x);
      x.fill(7);
      return sum;
    },
    gradient(x) {
      const g = cubes.gradient(x);
      x.fill(9);
      return g;
    },
  });
  expect(report.counts.passed).toBe(3);
  expect(Array.from(theta)).toEqual([1, -2, 0.5]);
});

test("subjects that are none are refused", () => {
  expect(() => gradcheckFunction({ ...cubes, value: 3 } as never)).toThrow(
    /^gradcheckFunction: value and gradient/,
  );
  expect(() => gradcheckFunction({ ...cubes, gradient: undefined } as never)).toThrow(/^gradcheckFunction: /);
  expect(() => gradcheckFunction({ ...cubes, theta: undefined } as never)).toThrow(/^gradcheckFunction: /);
  expect(() => gradcheckFunction({ ...cubes, theta: [1, Number.NaN] })).toThrow(/^gradcheckFunction: /);
  expect(() => gradcheckFunction(undefined as never)).toThrow(/^gradcheckFunction: /);
});

test("nothing to check is never a pass", () => {
  const report = gradcheckFunction({ theta: [], value: () => 1, gradient: () => [] });
  expect(report.verdict).toBe("inconclusive");
  expect(report.counts.entries).toBe(0);
});

test("NaN never passes, whether the value, the gradient or both are NaN", () => {
  const nan = () => Number.NaN;
  expect(gradcheckFunction(scalar(nan, nan, 1)).verdict).toBe("fail");
  expect(gradcheckFunction(scalar(Math.sin, nan, 1)).verdict).toBe("fail");
  const value = gradcheckFunction(scalar(nan, () => 0, 1));
  expect(value.verdict).toBe("fail");
  expect(only(value).verdict).not.toBe("pass");
});

test("θ is read to the first entry that is no number", () => {
  const rule = "gradcheckFunction: theta[0] is undefined, not a finite number";
  expect(() => gradcheckFunction({ theta: new Array(1e9), value: () => 0, gradient: () => [] })).toThrow(
    rule,
  );
});
