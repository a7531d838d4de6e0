import { map } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, pointwise } from "../../../test/fixtures.ts";
import { productRule } from "./product-rule.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.log1p(Math.exp(x));

// s of y = x s(x), and s'.
const factors = {
  swish: [sigmoid, (x: number) => sigmoid(x) * (1 - sigmoid(x))],
  mish: [
    (x: number) => Math.tanh(softplus(x)),
    (x: number) => sigmoid(x) * (1 - Math.tanh(softplus(x)) ** 2),
  ],
  "x sin x": [Math.sin, Math.cos],
} as const;

test.each(Object.entries(factors))("%s: one term of the product rule", (_, [s, slope]) => {
  for (const x of [normal([7], 3), normal([2, 3, 4], 4)]) {
    const first = judged(
      productRule,
      pointwise((v) => v * s(v), s, x),
      "x",
    );
    expect(first?.message).toMatch(
      /^the output is x times a function of x.*: the derivative of that function is missing$/,
    );
    const second = judged(
      productRule,
      pointwise(
        (v) => v * s(v),
        (v) => v * slope(v),
        x,
      ),
      "x",
    );
    expect(second?.message).toMatch(/: that function itself is missing, where x is differentiated$/);
  }
});

test("silent of a slope at the wrong place, and of what is not of the shape of the output", () => {
  const x = map(normal([9], 5), Math.abs);
  expect(
    judged(
      productRule,
      pointwise(Math.tanh, (v) => 1 - v * v, x),
      "x",
    ),
  ).toBeUndefined();
  expect(
    judged(
      productRule,
      pointwise(
        (v) => v * sigmoid(v),
        (v) => sigmoid(v) * (1 + v),
        x,
      ),
      "x",
    ),
  ).toBeUndefined();
});
