import { expect, test } from "vitest";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamw } from "./adamw.ts";
import { nadam } from "./nadam.ts";
import type { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

test.each<[Optimizer, string[]]>([
  [sgd(), []],
  [sgd({ momentum: 0.5 }), ["velocity"]],
  [adam(), ["mean", "square"]],
  [adam({ amsgrad: true }), ["mean", "square", "largest"]],
  [adamw(), ["mean", "square"]],
  [rmsprop(), ["square"]],
  [rmsprop({ centered: true, momentum: 0.5 }), ["square", "mean", "velocity"]],
  [adagrad(), ["sum"]],
  [adadelta(), ["square", "moves"]],
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

const optimizers: Optimizer[] = [
  sgd({ learningRate: 0.5 }),
  sgd({ learningRate: 0.5, momentum: 0.9 }),
  adam({ learningRate: 0.5 }),
  nadam({ learningRate: 0.5 }),
  rmsprop({ learningRate: 0.5, momentum: 0.9 }),
  adagrad({ learningRate: 0.5 }),
  adadelta({ learningRate: 0.5 }),
];

test.each(optimizers)("%s steps at the rate it is given", (optimizer) => {
  const move = (rate: number) => {
    const theta = new Float64Array(1);
    optimizer.step(theta, Float64Array.of(3), optimizer.init(1, "float64"), { step: 1, rate });
    return theta[0];
  };
  expect(move(0.25)).toBeCloseTo(move(0.5) / 2, 14);
});

test.each<[Optimizer, code: string, rate: number]>([
  [sgd(), "sgd()", 0.01],
  [sgd({ learningRate: 0.1, momentum: 0.9 }), "sgd({ learningRate: 0.1, momentum: 0.9 })", 0.1],
  [adam({ epsilon: 1e-7 }), "adam({ epsilon: 1e-7 })", 0.001],
  [adamw({ weightDecay: 0.1 }), "adamw({ weightDecay: 0.1 })", 0.001],
  [nadam(), "nadam()", 0.002],
  [rmsprop({ centered: true }), "rmsprop({ centered: true })", 0.01],
  [adagrad(), "adagrad()", 0.01],
  [adadelta(), "adadelta()", 1],
])("%s prints as the code that makes it", (optimizer, code, rate) => {
  expect(`${optimizer}`).toBe(code);
  expect(code.startsWith(`${optimizer.name}(`)).toBe(true);
  expect(optimizer.learningRate).toBe(rate);
});

test("rmsprop, centred, stays finite where the gradient never changes", () => {
  const optimizer = rmsprop({ centered: true, decay: 0.5 });
  const theta = Float64Array.of(1);
  const state = optimizer.init(1, "float64");
  for (let step = 1; step <= 200; step++)
    optimizer.step(theta, Float64Array.of(0.1), state, { step, rate: 1e-6 });
  expect(theta[0]).toBeLessThan(1);
});

test.each([
  [() => adam(0.01 as never), "adam: expected options such as { learningRate: ... }, got 0.01"],
  [() => adamw(0.01 as never), "adamw: expected options such as { learningRate: ... }, got 0.01"],
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
  [() => sgd({ weightDecay: -1 }), "sgd: weightDecay must be at least 0, got -1"],
  [() => sgd({ nesterov: true }), "sgd: nesterov needs a momentum above 0, and no dampening"],
  [() => sgd({ nesterov: 1 as never }), "sgd: nesterov must be true or false, got 1"],
  [() => adamw({ beta1: 1 }), "adamw: beta1 must be at least 0 and below 1, got 1"],
  [() => adamw({ weightDecay: -1 }), "adamw: weightDecay must be at least 0, got -1"],
  [() => nadam({ momentumDecay: -1 }), "nadam: momentumDecay must be at least 0, got -1"],
  [() => rmsprop({ decay: 1 }), "rmsprop: decay must be at least 0 and below 1, got 1"],
  [() => adagrad({ epsilon: 0 }), "adagrad: epsilon must be above 0, got 0"],
  [() => adadelta({ rho: 0.9 } as object), 'adadelta: unknown option "rho"'],
])("%s is refused", (make, rule) => {
  expect(make).toThrow(rule);
});
