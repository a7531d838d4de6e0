import { map, matmul, multiply, type Tensor, tensors, transpose } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, pointwise, type Subject, spoil } from "../../../test/fixtures.ts";
import { ownValue } from "./own-value.ts";

const tanhSlope = (x: number) => 1 - Math.tanh(x) ** 2;

test.each<readonly [string, (x: number) => number, (x: number) => number]>([
  ["tanh' from the entry as if it were the output", Math.tanh, (x) => 1 - x * x],
  ["sin' at the output", Math.sin, (x) => Math.cos(Math.sin(x))],
  ["the slope of another function", Math.exp, (x) => 1 + x],
])("%s", (_, f, slope) => {
  for (const shape of [[7], [3, 4], [2, 2, 3]])
    expect(judged(ownValue, pointwise(f, slope, normal(shape)), "x")).toMatchObject({
      kind: "factor",
      message: expect.stringContaining("c is a function of the entry's own value"),
    });
});

/** tanh(x) W */
const activated = (slope: (x: number) => number): Subject => ({
  tensors: { x: normal([3, 4]), W: normal([4, 2], 2) },
  forward: ({ x, W }) => [matmul(tensors.tanh(x), W), undefined],
  backward: (dy, _, { x, W }) => ({
    x: multiply(matmul(dy, transpose(W)), map(x, slope)),
    W: matmul(transpose(tensors.tanh(x)), dy),
  }),
});

test("a slope before what mixes the entries", () => {
  expect(
    judged(
      ownValue,
      activated(() => 1),
      "x",
    )?.message,
  ).toMatch(/ 1\.\d+ at x = -?0\.\d+, \d+/);
});

test("silent for a constant factor, and for one that depends on the place, the upstream gradient or other entries", () => {
  const right = activated(tanhSlope);
  const wrong = (change: (g: number, dy: Tensor, x: Tensor, k: number) => number) =>
    spoil(right, ({ x }, dy) => {
      const g = map(x, (v) => v);
      for (let k = 0; k < g.data.length; k++) g.data[k] = change(g.data[k], dy, x, k);
      return { x: g };
    });
  expect(
    judged(
      ownValue,
      wrong((g) => 2 * g),
      "x",
    ),
  ).toBeUndefined();
  expect(
    judged(
      ownValue,
      wrong((g, _dy, _x, k) => g * (k + 2)),
      "x",
    ),
  ).toBeUndefined();
  expect(
    judged(
      ownValue,
      wrong((g, dy) => g * dy.data[0]),
      "x",
    ),
  ).toBeUndefined();
  expect(
    judged(
      ownValue,
      wrong((g, _dy, x, k) => g * x.data[(k + 1) % 12]),
      "x",
    ),
  ).toBeUndefined();
});
