import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, pointwise } from "../../../test/fixtures.ts";
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
