// From entries to the verdict of a whole check, as the reports show it.
import { add, map, mean, multiply, square, subtract, sum, type Tensor, tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import {
  failures,
  kinds,
  linear,
  type Named,
  normal,
  pointwise,
  type Subject,
  spoil,
  tensorOf,
  withEntry,
} from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";

test("one wrong entry among many fails the tensor and the check", () => {
  for (const entry of [0, 57, 99]) {
    const right = pointwise(Math.sin, Math.cos, normal([100]));
    const report = gradcheckMap(spoil(right, ({ x }) => ({ x: withEntry(x, entry, (g) => 1.0001 * g) })));
    expect(report.verdict).toBe("fail");
    expect(report.counts).toMatchObject({ entries: 100, passed: 99, wrong: 1 });
    expect(report.tensors[0].worst[0]).toMatchObject({ index: [entry], verdict: "wrong" });
  }
});

test("a small tensor that is wrong is not hidden by a large one that is right", () => {
  const subject: Subject = {
    tensors: { large: normal([200]), small: normal([2]) },
    forward: ({ large, small }) => [add(multiply(large, 1e6), 1e-3 * sum(small)), 0],
    backward: (dy, _, { small }) => ({
      large: multiply(dy, 1e6),
      small: map(small, () => -1e-3 * sum(dy)),
    }),
  };
  const report = gradcheckMap(subject);
  expect(report.ratio).toBeLessThan(1e-7);
  expect(tensorOf(report, "small")).toMatchObject({ verdict: "fail", ratio: expect.closeTo(1, 1) });
  expect(report.verdict).toBe("fail");
});

test("a finding that is a failure fails a check whose entries all pass", () => {
  const report = gradcheckMap(spoil(linear(), ({ b }) => ({ extra: b })));
  expect(report.counts.passed).toBe(20);
  expect(report.passed).toBe(false);
});

test("notes never fail a check", () => {
  const single = (x: Tensor) => map(x, Math.fround);
  const report = gradcheckMap(spoil(linear(), ({ x }) => ({ x: single(x) })));
  expect(kinds(report)).toEqual(["low-precision"]);
  expect(report.verdict).toBe("pass");
});

/** y = x + b, less its mean over the rows: b has a gradient of zero but for rounding. */
const normalised = (gradientOfBias: (exact: Tensor) => Tensor): Subject => ({
  tensors: { x: normal([5, 3]), b: normal([3]) },
  forward: ({ x, b }) => {
    const z = add(x, b);
    return [subtract(z, mean(z, 0)), 0];
  },
  backward: (dy) => {
    const dz = subtract(dy, mean(dy, 0));
    return { x: dz, b: gradientOfBias(sum(dz, 0)) };
  },
});

test("a bias before a normalisation is below the noise: a note, and no failure", () => {
  for (const gradient of [(g: Tensor) => g, (g: Tensor) => zeros([...g.shape])]) {
    const report = gradcheckMap(normalised(gradient));
    expect(report.verdict, toText(report)).toBe("pass");
    expect(failures(report)).toEqual([]);
    expect(tensorOf(report, "b").ratio).toBeLessThan(1);
    expect(report.findings.map(({ kind, tensor }) => [kind, tensor])).toContainEqual(["degenerate", "b"]);
  }
});

test("a bias before a normalisation with a gradient is wrong", () => {
  for (const size of [1, 1e-6, 1e-10]) {
    const report = gradcheckMap(normalised((g) => map(g, () => size)));
    expect(tensorOf(report, "b").verdict, toText(report)).toBe("fail");
  }
});

test("below the noise alone nothing is verified", () => {
  const { backward, forward, tensors } = normalised((g) => g);
  const report = gradcheckMap({
    tensors: { b: tensors.b },
    forward: ({ b }: Named, pass) => forward({ ...tensors, b }, pass),
    backward: (dy, cache, t) => ({ b: (backward(dy, cache, { ...tensors, ...t }) as Named).b }),
  });
  expect(report.verdict, toText(report)).toBe("inconclusive");
});

test("an entry whose output does not change by a bit passes with a gradient of exactly 0, and with no other", () => {
  const dead = (g: number): Subject => ({
    tensors: { x: tensor([-3, 1, 2]) },
    forward: ({ x }) => [map(x, (v) => Math.max(v, 0)), 0],
    backward: (dy, _, { x }) => ({ x: map(dy, x, (d, v) => (v > 0 ? d : g)) }),
  });
  for (const zero of [0, -0]) {
    const report = gradcheckMap(dead(zero));
    expect(report.verdict).toBe("pass");
    expect(report.counts.passed).toBe(3);
    expect(report.ratio).toBeLessThan(1e-7);
  }
  for (const g of [1, 1e-6]) expect(gradcheckMap(dead(g)).counts.wrong).toBe(1);
  // Float32 inside would hide a slope as small as that up to the kink.
  const { counts, tensors } = gradcheckMap(dead(1e-12));
  expect(counts).toMatchObject({ passed: 2, unmeasurable: 1 });
  expect(tensors[0].entries!.error[0]).toBeGreaterThan(1e-12);
});

test("a perfect fit has a gradient of zero, and is never a ratio of 1 called a failure", () => {
  const target = normal([6]);
  const squares = (x: Tensor): Subject => ({
    tensors: { x, other: tensor([0.5]) },
    forward: ({ x, other }) => [tensor(mean(square(subtract(x, target))) + other.get(0) ** 2), 0],
    backward: (dy, _, { x, other }) => ({
      x: multiply(subtract(x, target), (2 * dy.get()) / 6),
      other: multiply(other, 2 * dy.get()),
    }),
  });
  const report = gradcheckMap(squares(target));
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.ratio).toBeLessThan(1e-7);
  expect(tensorOf(report, "x").ratio).toBeLessThan(1e-7);
});

test("saturated units are no failure", () => {
  const saturated = pointwise(Math.tanh, (v) => 1 - Math.tanh(v) ** 2, tensor([0.3, 20, -25, 19, 400]));
  const report = gradcheckMap(saturated);
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.counts.wrong).toBe(0);
});

test("an entry that is inconclusive is never part of a pass", () => {
  for (let seed = 0; seed < 10; seed++) {
    const { counts, verdict } = gradcheckMap(
      pointwise(
        (v) => 1e9 + Math.sin(v),
        (v) => 1.02 * Math.cos(v),
        normal([20], seed),
      ),
    );
    if (counts.inconclusive > 0 || counts.wrong > 0) expect(verdict).not.toBe("pass");
  }
});
