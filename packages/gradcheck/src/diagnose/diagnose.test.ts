import { add, copy, map, multiply, sum, type Tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, linear, normal, pointwise, spoil, tensorOf, withEntry } from "../../test/fixtures.ts";
import { gradcheckMap, gradcheckMapAsync, toText } from "../index.ts";

test("a right gradient, and one without a simple pattern, have no diagnosis", () => {
  expect(gradcheckMap(linear()).tensors.flatMap(({ diagnoses }) => diagnoses)).toEqual([]);
  const report = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, normal([3, 2], 9)) })));
  expect(tensorOf(report, "W").diagnoses).toEqual([]);
  expect(toText(report)).toContain("no simple pattern");
});

test("only wrong tensors have diagnoses", () => {
  const report = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, 2) })));
  expect(report.tensors.map(({ name, diagnoses }) => [name, diagnoses.map(({ kind }) => kind)])).toEqual([
    ["x", []],
    ["W", ["factor"]],
    ["b", []],
  ]);
});

test("nothing is said of values that are not finite or not repeatable", () => {
  const nan = gradcheckMap(spoil(linear(), ({ b }) => ({ b: map(b, () => Number.NaN) })));
  expect(tensorOf(nan, "b").diagnoses).toEqual([]);
  let calls = 0;
  const fickle = gradcheckMap(spoil(linear(), ({ b }) => ({ b: multiply(b, Math.sin(++calls)) })));
  expect(failures(fickle)).toContain("nondeterministic-backward");
  expect(tensorOf(fickle, "b").diagnoses).toEqual([]);
});

test("one wrong entry that moves with its value is a support", () => {
  // Of these, only one is negative.
  const x = [0.7, 1.2, -0.4, 0.3, 2.1, 0.9, 1.7, 0.6];
  const [first] = tensorOf(gradcheckMap(pointwise(Math.abs, () => 1, x)), "x").diagnoses;
  expect(first.message).toMatch(/^wrong only where x < 0 \(1 entry of 8\)/);
  const fixed = spoil(
    pointwise(Math.tanh, (v) => 1 - Math.tanh(v) ** 2, x),
    ({ x: g }) => ({
      x: withEntry(g, 2, () => 0),
    }),
  );
  expect(tensorOf(gradcheckMap(fixed), "x").diagnoses[0].kind).toBe("single-entry");
});

test("a gradient that is clipped is not said to be off by a factor", () => {
  const norm = (x: Tensor) => Math.sqrt(sum(multiply(x, x)));
  const clipped = spoil(linear(), ({ W }) => ({ W: multiply(W, 1 / norm(W)) }));
  const report = gradcheckMap(clipped);
  expect(failures(report)).toContain("ignores-upstream");
  expect(tensorOf(report, "W").diagnoses).toEqual([]);
});

test("recomputations are counted, and a subject that throws on the way is no failure of its own", () => {
  const subject = linear();
  let forwards = 0;
  const counted = {
    ...spoil(subject, (_, dy) => ({ b: copy(dy.pick(0)) })),
    forward: (tensors: typeof subject.tensors, pass: never) => {
      forwards++;
      return subject.forward(tensors, pass);
    },
  };
  const report = gradcheckMap(counted);
  expect(tensorOf(report, "b").diagnoses[0].kind).toBe("missing-sum");
  expect(report.evaluations).toBe(forwards);

  const full = normal([4, 2], 5);
  const touchy = spoil(subject, (_, dy) => {
    if (dy.data.some((d) => d === 0) && dy.data.some((d) => d !== 0)) throw new Error("a zero");
    return { b: sum(add(multiply(dy, dy), zeros([4, 2])), 0) };
  });
  const { tensors, findings } = gradcheckMap(touchy, { upstream: full });
  expect(tensors[2].verdict).toBe("fail");
  expect(findings.map(({ kind }) => kind)).not.toContain("throws");
});

test("everything is as it was afterwards, and the asynchronous check says the same", async () => {
  const subject = spoil(linear(), (_, dy) => ({ b: copy(dy.pick(0)) }));
  const before = Object.values(subject.tensors).map((x) => Array.from(x.data));
  const report = gradcheckMap(subject, { seed: 3 });
  expect(Object.values(subject.tensors).map((x) => Array.from(x.data))).toEqual(before);
  const again = await gradcheckMapAsync(subject, { seed: 3 });
  expect(again.tensors).toEqual(report.tensors);
});
