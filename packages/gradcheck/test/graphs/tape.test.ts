// The gradients of random graphs are held to differences of higher order, and to what defines the transpose of a linear map.
import { rng } from "@nudge/core";
import { expect, test } from "vitest";
import { binary, unary } from "./operations.ts";
import { Tape } from "./tape.ts";

/** f′(x) but for h⁶: the central difference, extrapolated twice. */
function derivative(f: (x: number) => number, x: number): number {
  const h = 2 ** -8 * Math.abs(x);
  const [a, b, c] = [h, h / 2, h / 4].map((t) => (f(x + t) - f(x - t)) / (2 * t));
  const [ab, bc] = [(4 * b - a) / 3, (4 * c - b) / 3];
  return (16 * bc - ab) / 15;
}

test.each(Object.keys(unary))("%s has its derivative", (op) => {
  const { f, slope } = unary[op];
  for (const x of [0.3, 1.7, -0.6, 4.5].filter((x) => Number.isFinite(f(x, 3))))
    expect(slope(x, f(x, 3), 3) - derivative((t) => f(t, 3), x)).toBeCloseTo(0, 10);
});

test.each(Object.keys(binary))("%s has both its derivatives", (op) => {
  const { f, byA, byB } = binary[op];
  for (const [a, b] of [
    [0.7, -1.3],
    [-0.4, -2.5],
    [1.9, 3.1],
    [2.2, 0.8],
  ]) {
    const y = f(a, b);
    expect(byA(a, b, y) - derivative((t) => f(t, b), a)).toBeCloseTo(0, 10);
    expect(byB(a, b, y) - derivative((t) => f(a, t), b)).toBeCloseTo(0, 10);
  }
});

// ⟨u, A x⟩ = ⟨Aᵀ u, x⟩
test.each([
  ["sum", [2, 3], undefined],
  ["rows", [2, 3], undefined],
  ["columns", [2, 3], undefined],
  ["product", [2, 3], [3, 2]],
  ["multiply", [], [2, 3]],
  ["multiply", [3], [2, 3]],
  ["multiply", [2, 1], [2, 3]],
  ["multiply", [2, 1], [3]],
])("the gradient of %s is its transpose, of %j with %j", (op, a, b) => {
  const stream = rng(1);
  const leafOf = (shape: readonly number[]) => ({
    shape,
    values: Array.from({ length: shape.reduce((n, m) => n * m, 1) }, () => stream.normal()),
  });
  const leaves = [a, ...(b === undefined ? [] : [b])].map(leafOf);
  const steps = [{ op, of: leaves.map((_, leaf) => leaf), rounded: false }];
  const tape = Tape.of({ leaves, steps });
  const output = tape.node(leaves.length);
  const upstream = Array.from(output, () => stream.normal());
  const gradient = tape.backward([leaves.length], upstream);
  const product = upstream.reduce((sum, u, i) => sum + u * output[i], 0);
  let at = 0;
  for (const { values } of leaves) {
    const part = values.reduce((sum, x, i) => sum + x * gradient[at + i], 0);
    at += values.length;
    expect(part).toBeCloseTo(product, 12);
  }
});

test("a chain of steps has the product of their derivatives", () => {
  const leaves = [{ shape: [], values: [0.7] }];
  const steps = [
    { op: "square", of: [0] },
    { op: "offset", of: [1], by: 5 },
    { op: "sin", of: [2] },
    { op: "multiply", of: [3, 0] },
  ].map((step) => ({ ...step, rounded: false }));
  // y = x sin(x² + 5)
  const x = 0.7;
  const gradient = Tape.of({ leaves, steps }).backward([4], [2]);
  expect(gradient[0]).toBeCloseTo(2 * (Math.sin(x * x + 5) + 2 * x * x * Math.cos(x * x + 5)), 14);
});

test("a rounded step is a float32 number, and has the gradient of one that is not", () => {
  const leaves = [{ shape: [], values: [0.7] }];
  const tapes = [true, false].map((rounded) => Tape.of({ leaves, steps: [{ op: "exp", of: [0], rounded }] }));
  expect(tapes[0].node(1)[0]).toBe(Math.fround(Math.exp(0.7)));
  for (const tape of tapes) expect(tape.backward([1], [1])[0]).toBeCloseTo(Math.exp(0.7), 6);
});
