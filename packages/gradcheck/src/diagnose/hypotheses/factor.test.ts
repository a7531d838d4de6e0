import { mean, multiply, sum, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { evidenceOf, judged } from "../../../test/evidence.ts";
import { linear, normal, pointwise, type Subject, scaled, spoil, withEntry } from "../../../test/fixtures.ts";
import { judge } from "../judge.ts";
import { factor } from "./factor.ts";

const times = (c: number) =>
  judged(
    factor,
    spoil(linear(), ({ W }) => ({ W: scaled(W, c) })),
    "W",
  );

test.each([2, 1 / 2, 1.001, 1 + 1e-6, -3, 1 / 4096])("backprop is %f of the right gradient", (c) => {
  const found = times(c);
  expect(found?.kind).toBe("factor");
  expect((found?.factor ?? 0) / c - 1).toBeCloseTo(0, 9);
});

test("a mean over the batch where there should be a sum has a name", () => {
  const found = judged(
    factor,
    spoil(linear(), (_, dy) => ({ b: mean(dy, 0) })),
    "b",
  );
  expect(found?.message).toBe("backprop = 0.25 × numeric in every entry: 1/4 = 1/batch");
});

test("a rate of the layer has a name", () => {
  const evidence = evidenceOf(
    spoil(linear(), ({ W }) => ({ W: scaled(W, 0.8) })),
    "W",
  );
  expect(judge(factor, { ...evidence, rates: [0.2] })?.message).toMatch(/: 1 - 0\.2$/);
});

test("of a single number only a factor with a name", () => {
  const gain = (wrong: number): Subject => ({
    tensors: { s: tensor(0.7), x: normal([3, 4]) },
    forward: ({ s, x }) => [multiply(s, x), undefined],
    backward: (dy, _, { s, x }) => ({ s: tensor(wrong * sum(multiply(dy, x))), x: multiply(s, dy) }),
  });
  expect(judged(factor, gain(1 / 12), "s")?.message).toContain("1/12 = 1/entries of");
  expect(judged(factor, gain(1.2345), "s")).toBeUndefined();
});

test("silent when one entry has another factor, and for -1", () => {
  const partly = spoil(linear(), ({ W }) => ({ W: withEntry(scaled(W, 2), 0, (x) => 1.001 * x) }));
  expect(judged(factor, partly, "W")).toBeUndefined();
  expect(times(-1)).toBeUndefined();
  expect(
    judged(
      factor,
      pointwise(Math.tanh, () => 1, normal([6])),
      "x",
    ),
  ).toBeUndefined();
});
