import { describe, expect, test } from "vitest";
import { chain, dense, meanSquaredError, relu } from "../../../test/fixtures.ts";
import { createModel, createTrainer, l1, l2, sgd, tensor, toArray, train } from "../../index.ts";

const weight = tensor([
  [1, -2],
  [0, 0.5],
]);

test("l2 is strength Σ w², l1 strength Σ |w|", () => {
  expect(l2(0.1).value("0.weight", weight)).toBeCloseTo(0.525, 14);
  expect(toArray(l2(0.5).gradient("0.weight", weight)!)).toEqual([
    [1, -2],
    [0, 0.5],
  ]);
  expect(l1(2).value("0.weight", weight)).toBe(7);
  expect(toArray(l1(2).gradient("0.weight", weight)!)).toEqual([
    [2, -2],
    [0, 2],
  ]);
});

test.each(["bias", "0.bias", "0.1.bias", "hiddenBias", "2.inputBias", "beta", "norm.beta"])(
  "%s is left out",
  (name) => {
    expect(l2(1).value(name, weight)).toBe(0);
    expect(l2(1).gradient(name, weight)).toBeUndefined();
    expect(l2(1, { biases: true }).value(name, weight)).toBe(5.25);
  },
);

test.each(["weight", "0.weight", "bias.weight", "gamma", "0.gain", "biased", "alphabeta"])(
  "%s is taken in",
  (name) => {
    expect(l1(1).value(name, weight)).toBe(3.5);
  },
);

describe("in training", () => {
  const loss = meanSquaredError();
  const optimizer = sgd({ learningRate: 0.1 });

  test("the penalty is part of the loss, and its gradient of the step", () => {
    const model = createModel(dense(1, 1));
    model.theta.set([2, 1]);
    const trainer = createTrainer(model, { loss, optimizer, regularization: l2(0.5) });
    // (2 · 1 + 1 - 3)² + 0.5 · 2² = 2, and only the penalty has a slope: 2 · 0.5 · 2 = 2
    expect(trainer.step([[1]], [[3]])).toBe(2);
    expect([...model.theta]).toEqual([1.8, 1]);
  });

  test("weights come out smaller, layer by layer, in train too", () => {
    const sizeAfter = (options: object) => {
      const model = createModel(chain(dense(2, 8), relu(), dense(8, 1)), { seed: 1 });
      const inputs = Array.from({ length: 10 }, (_, i) => [i / 10, (i * i) / 100]);
      const data = { inputs, targets: inputs.map(([a, b]) => [2 * a - b]) };
      for (const _ of train(model, data, { loss, optimizer, epochs: 50, ...options }));
      return model.slices.map(({ offset, length }) =>
        Math.hypot(...model.theta.subarray(offset, offset + length)),
      );
    };
    const [plain, held] = [sizeAfter({}), sizeAfter({ regularization: l2(0.1) })];
    for (const k of [0, 2]) expect(held[k]).toBeLessThan(0.8 * plain[k]);
  });
});

test("penalties print as the code that makes them, and refuse what they cannot do", () => {
  expect(`${l1(0.1)} ${l2(0.5, { biases: true })}`).toBe("l1(0.1) l2(0.5, { biases: true })");
  expect(() => l2(-1)).toThrow("l2: strength must be at least 0, got -1");
  expect(() => l1(1, { bias: true } as object)).toThrow('l1: unknown option "bias", did you mean "biases"?');
});
