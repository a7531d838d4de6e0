import { add, map, matmul, multiply, subtract, type Tensor, tensors, transpose } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, squareLinear, valuesAt } from "../../../test/evidence.ts";
import { normal, type Subject, spoil } from "../../../test/fixtures.ts";
import { symmetrised } from "./symmetrised.ts";

const spoiled = (change: (W: Tensor) => Tensor) =>
  judged(
    symmetrised,
    spoil(squareLinear(), ({ W }) => ({ W: change(W) })),
    "W",
  );

test.each<readonly [string, (n: Tensor) => Tensor]>([
  ["(n + nᵀ)/2: backward takes W for symmetric", (n) => multiply(0.5, add(n, transpose(n)))],
  ["n + nᵀ: backward takes W for symmetric", (n) => add(n, transpose(n))],
  ["n - nᵀ: backward takes W for antisymmetric", (n) => subtract(n, transpose(n))],
  [
    "the lower triangle of n on both sides of the diagonal",
    (n) => valuesAt([4, 4], (i, j) => n.get(Math.max(i, j), Math.min(i, j))),
  ],
  [
    "n in the upper triangle, n/2 on the diagonal, and 0 in the lower triangle: backward takes W for triangular",
    (n) => valuesAt([4, 4], (i, j) => (i === j ? n.get(i, j) / 2 : i < j ? n.get(i, j) : 0)),
  ],
])("%s", (said, change) => {
  expect(spoiled(change)).toMatchObject({ kind: "transposed", message: expect.stringContaining(said) });
});

test("in the last two axes of three", () => {
  const subject: Subject = {
    tensors: { x: normal([2, 3, 3]) },
    forward: ({ x }) => [tensors.tanh(x), undefined],
    backward(dy, _, { x }) {
      const dx = multiply(
        dy,
        map(x, (v) => 1 - Math.tanh(v) ** 2),
      );
      return { x: add(dx, transpose(dx, [0, 2, 1])) };
    },
  };
  expect(judged(symmetrised, subject, "x")?.message).toContain("backprop is n + nᵀ");
});

test("silent for the product with a transpose, and for a transpose alone", () => {
  expect(spoiled((n) => matmul(n, transpose(n)))).toBeUndefined();
  expect(spoiled((n) => transpose(n))).toBeUndefined();
});
