import { zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, pointwise } from "../../../test/fixtures.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { judge } from "../judge.ts";
import { supportByValue } from "./support-value.ts";

const said = (f: (x: number) => number, slope: (x: number) => number, count = 12) =>
  judged(supportByValue, pointwise(f, slope, normal([count])), "x");

test("a derivative that is forgotten on the negative side", () => {
  const found = said(Math.abs, () => 1);
  expect(found).toMatchObject({ kind: "support", unexplained: 0 });
  expect(found?.message).toMatch(/^wrong only where x < 0 .*; there backprop = -1 × numeric$/);
});

test("beyond a bound, which is found", () => {
  const clip = (x: number) => Math.min(Math.max(x, -1), 1);
  expect(said(clip, () => 1)?.message).toMatch(/^wrong only where \|x\| > 1 /);
  // The error grows from nothing at the bound.
  const huber = (x: number) => (Math.abs(x) < 0.5 ? (x * x) / 2 : 0.5 * (Math.abs(x) - 0.25));
  expect(said(huber, (x) => x)?.message).toMatch(/^wrong only where \|x\| > 0\.5 /);
});

test("silent where the error grows from nothing without a bound", () => {
  // tanh' = 1 - tanh² and 1 - x² agree to the third order.
  const found = said(Math.tanh, (x) => 1 - x * x, 20);
  expect(found).toBeUndefined();
});

test("silent where all that is right is zero", () => {
  const relu = (x: number) => Math.max(x, 0);
  expect(said(relu, relu)).toBeUndefined();
});

test("silent for one wrong entry of a large tensor, though it alone is negative", () => {
  const negative = (...entries: number[]): Evidence => {
    const theta = Float64Array.from({ length: 3000 }, (_, k) => (entries.includes(k) ? -1 : 1 + k));
    const numeric = theta.map(() => 1);
    const verdict = Array.from(theta, (x) => (x < 0 ? ("wrong" as const) : ("pass" as const)));
    const analytic = theta.map((x) => (x < 0 ? 2 : 1));
    const error = theta.map(() => 1e-9);
    const tensor = { name: "x", shape: [3000], theta, analytic, numeric, error, verdict };
    const measured = { elsewhere: () => undefined, border: () => undefined };
    return { tensor, tensors: [tensor], output: zeros([1]), ...measured } as unknown as Evidence;
  };
  expect(judge(supportByValue, negative(700))).toBeUndefined();
  expect(judge(supportByValue, negative(700, 1900))?.message).toMatch(/^wrong only where x < 0 /);
});
