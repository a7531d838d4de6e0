import { describe, expect, test } from "vitest";
import { adam } from "./adam.ts";
import type { Optimizer } from "./optimizer.ts";
import golden from "./optimizers.golden.json" with { type: "json" };
import { sgd } from "./sgd.ts";

const factories: Record<string, (options: object) => Optimizer> = { sgd, adam };

describe.each(golden.cases)("$name", ({ optimizer: name, options, steps }) => {
  test("agrees with PyTorch at every step", () => {
    const optimizer = factories[name](options);
    const theta = Float64Array.from(golden.start);
    const state = optimizer.init(theta.length, "float64");
    steps.forEach((expected, k) => {
      const at = { step: k + 1, rate: optimizer.learningRate };
      optimizer.step(theta, Float64Array.from(golden.gradients[k]), state, at);
      expected.forEach((value, i) => {
        expect(Math.abs(theta[i] - value)).toBeLessThanOrEqual(1e-13 + 1e-12 * Math.abs(value));
      });
    });
  });
});

test.each([
  [sgd({ momentum: 0.5 }), ["velocity"]],
  [adam(), ["mean", "square"]],
])("%s starts from zeros in the precision of θ", (optimizer, names) => {
  for (const [dtype, type] of [
    ["float64", Float64Array],
    ["float32", Float32Array],
  ] as const) {
    const state = optimizer.init(3, dtype);
    expect(Object.keys(state)).toEqual(names);
    for (const array of Object.values(state)) expect(array).toEqual(new type(3));
  }
});

test("sgd without momentum remembers nothing", () => {
  expect(sgd().init(3, "float64")).toEqual({});
});

const optimizers: Optimizer[] = [
  sgd({ learningRate: 0.5 }),
  sgd({ learningRate: 0.5, momentum: 0.9 }),
  adam({ learningRate: 0.5 }),
];

test.each(optimizers)("%s steps at the rate it is given", (optimizer) => {
  const move = (rate: number) => {
    const theta = new Float64Array(1);
    optimizer.step(theta, Float64Array.of(3), optimizer.init(1, "float64"), { step: 1, rate });
    return theta[0];
  };
  expect(move(0.25)).toBeCloseTo(move(0.5) / 2, 14);
});

test("optimizers print as the code that makes them", () => {
  expect([sgd(), sgd({ learningRate: 0.1, momentum: 0.9 }), adam({ epsilon: 1e-7 })].map(String)).toEqual([
    "sgd()",
    "sgd({ learningRate: 0.1, momentum: 0.9 })",
    "adam({ epsilon: 1e-7 })",
  ]);
  expect([sgd().learningRate, adam().learningRate]).toEqual([0.01, 0.001]);
});

test.each([
  [() => adam({ learningRate: -1 }), "adam: learningRate must be above 0, got -1"],
  [
    () => adam({ learningRate: Number.POSITIVE_INFINITY }),
    "adam: learningRate must be above 0, got Infinity",
  ],
  [() => adam({ beta1: 1 }), "adam: beta1 must be at least 0 and below 1, got 1"],
  [() => adam({ beta2: -0.1 }), "adam: beta2 must be at least 0 and below 1, got -0.1"],
  [() => adam({ epsilon: 0 }), "adam: epsilon must be above 0, got 0"],
  [() => adam({ beta: 0.9 } as object), 'adam: unknown option "beta", did you mean "beta1"?'],
  [() => sgd({ learningRate: "0.1" as unknown as number }), 'sgd: learningRate must be above 0, got "0.1"'],
  [() => sgd({ learningRate: Number.NaN }), "sgd: learningRate must be above 0, got NaN"],
  [() => sgd({ momentum: 1 }), "sgd: momentum must be at least 0 and below 1, got 1"],
])("%s is refused", (make, rule) => {
  expect(make).toThrow(new Error(rule));
});
