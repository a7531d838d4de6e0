import { expect, test } from "vitest";
import { dense, meanSquaredError } from "../../../test/fixtures.ts";
import { clipByNorm, clipByValue, createModel, createTrainer, sgd } from "../../index.ts";

test("the norm is taken over all stretches together, and shorter gradients stay as they are", () => {
  const parts = [Float64Array.of(3, 0), Float64Array.of(-4)];
  clipByNorm(10).apply(parts);
  expect(parts).toEqual([Float64Array.of(3, 0), Float64Array.of(-4)]);
  clipByNorm(1).apply(parts);
  expect(Math.hypot(...parts[0], ...parts[1])).toBeCloseTo(1, 6);
  expect(parts[0][0] / parts[1][0]).toBeCloseTo(-3 / 4, 14);
});

test("clipping by value stops at the limits", () => {
  const gradient = Float64Array.of(-7, -0.5, 0, 2);
  clipByValue(1).apply([gradient]);
  expect(gradient).toEqual(Float64Array.of(-1, -0.5, 0, 1));
});

test("a trainer clips what it steps by, over what is trained", () => {
  const move = (options: object) => {
    const model = createModel(dense(1, 1));
    model.theta.set([2, 0]);
    const optimizer = sgd({ learningRate: 1 });
    createTrainer(model, { loss: meanSquaredError(), optimizer, ...options }).step([[3]], [[0]]);
    return [model.theta[0] - 2, model.theta[1]];
  };
  // dW = 2 · 6 · 3 = 36 and db = 12
  expect(move({})).toEqual([-36, -12]);
  expect(move({ clip: clipByValue(20) })).toEqual([-20, -12]);
  const [weight, bias] = move({ clip: clipByNorm(1) });
  expect(Math.hypot(weight, bias)).toBeCloseTo(1, 6);
  expect(move({ clip: clipByNorm(1), freeze: ["bias"] })[0]).toBeCloseTo(-1, 6);
});

test("rules print as the code that makes them, and refuse what they cannot do", () => {
  expect(`${clipByNorm(5, { norm: 1 })} ${clipByValue(0.5)}`).toBe(
    "clipByNorm(5, { norm: 1 }) clipByValue(0.5)",
  );
  expect(() => clipByNorm(0)).toThrow("clipByNorm: maximum must be above 0, got 0");
  expect(() => clipByNorm(1, { norm: 3 })).toThrow("clipByNorm: norm must be 1, 2 or Infinity, got 3");
  expect(() => clipByValue(-1)).toThrow("clipByValue: maximum must be above 0, got -1");
});
