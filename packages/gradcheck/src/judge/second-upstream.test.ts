// What a given upstream gradient hides, and what is said of it.
import { mean, multiply, ones, square, subtract, sum, type Tensor, tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, kinds, normal, type Subject, withEntry } from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";

/** y = x less its mean, whose gradient lets no equal numbers through. */
const centred = (gradient: (right: Tensor) => Tensor): Subject => ({
  tensors: { x: normal([8]) },
  forward: ({ x }) => [subtract(x, mean(x)), undefined],
  backward: (dy) => ({ x: gradient(subtract(dy, mean(dy))) }),
});
const right = (g: Tensor) => g;
const doubled = (g: Tensor) => multiply(g, 2);
const constant = { upstream: ones([8]) };

const said = (subject: Subject, options = {}) =>
  gradcheckMap(subject, options).findings.map(({ kind, message }) => `${kind}: ${message}`);

test("what is wrong with a drawn one only fails, and nothing is called right that was not verified", () => {
  const report = gradcheckMap(centred(doubled), constant);
  expect(report.verdict).toBe("fail");
  expect(report.counts.wrong).toBe(0);
  expect(said(centred(doubled), constant)).toEqual([
    "second-point: not verified with the given upstream gradient, wrong with a drawn one: x",
    "special-point: upstream is 1 everywhere at the given point, which can hide a mistake",
    expect.stringMatching(/^degenerate: /),
  ]);
  expect(toText(report)).toMatch(/^gradient check FAILED .*, 8 of 8 entries not verified$/m);
});

test("a tensor that was verified in part is right there", () => {
  const upstream = tensor([1, 2, 3, 0, 0, 0, 0, 0]);
  const squares = (factor: (dy: number) => number): Subject => ({
    tensors: { x: normal([8]) },
    forward: ({ x }) => [square(x), undefined],
    backward: (dy, _cache, { x }) => ({
      x: tensor(x.data.map((v, i) => 2 * v * dy.data[i] * factor(i))),
    }),
  });
  const wrongFrom = (first: number) => squares((i) => (i < first ? 1 : 3));
  expect(said(wrongFrom(3), { upstream })).toEqual([
    "second-point: right where it could be verified with the given upstream gradient, wrong with a drawn one: x",
  ]);
  expect(said(wrongFrom(8), { upstream })).toEqual([
    "degenerate: the given upstream gradient hides 5 of 8 entries of x: leave upstream out to check them",
  ]);
  // Half of the entries were seen: this is the check that was asked for.
  const half = tensor([1, 2, 3, 4, 0, 0, 0, 0]);
  expect(said(wrongFrom(4), { upstream: half })).toEqual([]);
});

test("what it hides of a right gradient is a note, which says how to see it", () => {
  const report = gradcheckMap(centred(right), constant);
  expect(report.verdict).toBe("inconclusive");
  expect(report.findings[0]).toEqual({
    kind: "degenerate",
    severity: "note",
    tensor: "x",
    message: "the given upstream gradient hides 8 of 8 entries of x: leave upstream out to check them",
  });
  const drawn = gradcheckMap(centred(right));
  expect(drawn.verdict).toBe("pass");
  expect(drawn.findings).toEqual([]);
});

test("what no upstream gradient shows is none of its doing, also where rounding is left of it", () => {
  for (const left of [0, 1e-20]) {
    const dead: Subject = {
      tensors: { x: withEntry(multiply(-1, square(normal([8]))), 0, () => 2) },
      forward: ({ x }) => [tensor(x.data.map((v) => Math.max(v, 0))), undefined],
      backward: (dy, _cache, { x }) => ({ x: tensor(dy.data.map((d, i) => (x.data[i] > 0 ? d : left * d))) }),
    };
    const report = gradcheckMap(dead, constant);
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.findings).toEqual([]);
  }
});

test("an output of one number shows the same with every upstream gradient, and costs nothing", () => {
  const total: Subject = {
    tensors: { x: zeros([3]), w: normal([3]) },
    forward: ({ w }) => [tensor([sum(square(w))]), undefined],
    backward: (dy, _cache, { w }) => ({ x: zeros([3]), w: multiply(w, 2 * dy.data[0]) }),
  };
  const evaluations = (options: object) => gradcheckMap(total, options).evaluations;
  expect(evaluations({ upstream: tensor([1]) })).toBe(evaluations({}));
});

test("at another point too, what was not verified is not called right", () => {
  // 0 at the given point, whatever w is; beside it the slope by w is that of x³ w².
  const still: Subject = {
    tensors: { x: zeros([3]), w: ones([3]), b: normal([3]) },
    forward: ({ x, w, b }) => [tensor(x.data.map((v, i) => v * w.data[i] ** 2 + b.data[i])), undefined],
    backward: (dy, _cache, { x, w }) => ({
      x: tensor(dy.data.map((d, i) => d * w.data[i] ** 2)),
      w: multiply(dy, x),
      b: dy,
    }),
  };
  const report = gradcheckMap(still);
  expect(kinds(report)).toContain("second-point");
  expect(failures(report)).toEqual(["second-point"]);
  expect(report.findings[0].message).toBe("not verified at the given point, wrong at another one near it: w");
});
