// Layers and losses for the tests of core, which knows none of its own.
import {
  add,
  defineLayer,
  defineLoss,
  expectShape,
  heNormal,
  type InitialTree,
  type Input,
  type Layer,
  map,
  matmul,
  maximum,
  mean,
  multiply,
  ones,
  square,
  subtract,
  sum,
  type Tensor,
  tensors,
  transpose,
  type Values,
  zeros,
} from "../src/index.ts";

/** y = x W + b      x: [n, in]  W: [in, out]  b: [out]  ->  y: [n, out] */
export const dense = defineLayer("dense", (inputs: number, outputs: number) => ({
  parameters: { weight: heNormal([inputs, outputs]), bias: zeros([outputs]) },
  forward: (x, { weight, bias }) => {
    expectShape(x, ["n", inputs]);
    return [add(matmul(x, weight), bias), x];
  },
  backward: (dy, x, { weight }) => ({
    input: matmul(dy, transpose(weight)),
    weight: matmul(transpose(x), dy),
    bias: sum(dy, 0),
  }),
}));

/** y = x² */
export const squareLayer = defineLayer("square", () => ({
  forward: (x) => [square(x), x],
  backward: (dy, x) => ({ input: multiply(dy, multiply(2, x)) }),
}));

/** y = max(x, 0) */
export const relu = defineLayer("relu", () => ({
  forward: (x) => [maximum(x, 0), x],
  backward: (dy, x) => ({ input: map(dy, x, (dy, x) => (x > 0 ? dy : 0)) }),
}));

/** y = x m      m: one random number in [0, 1) for each entry in training, 1 otherwise */
export const noise = defineLayer("noise", () => ({
  forward: (x, _, { training, rng }) => {
    const mask = map(x, () => (training ? rng.uniform() : 1));
    return [multiply(x, mask), mask];
  },
  backward: (dy, mask) => ({ input: multiply(dy, mask) }),
}));

/** y = x - c      c: the running mean of the columns, which training moves half of the way to that of the batch */
export const center = defineLayer("center", (size: number) => ({
  buffers: { mean: zeros([size]), count: zeros([]) },
  forward: (x, _, { training }, { mean: running, count }) => {
    const after = { mean: multiply(0.5, add(running, mean(x, 0))), count: add(count, 1) };
    return [subtract(x, running), undefined, training ? after : undefined];
  },
  backward: (dy) => ({ input: dy }),
}));

/** y = a + gain b      a, b: [n, size]  gain: [size]  ->  y: [n, size] */
export const blend = defineLayer("blend", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: ({ a, b }: { a: Tensor; b: Tensor }, { gain }) => [add(a, multiply(b, gain)), b],
  backward: (dy, b, { gain }) => ({
    input: { a: dy, b: multiply(dy, gain) },
    gain: sum(multiply(dy, b), 0),
  }),
}));

/** hidden = gain x, cell = x²      x, hidden, cell: [n, size]   gain: [size] */
export const split = defineLayer("split", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [{ hidden: multiply(x, gain), cell: square(x) }, x],
  backward: ({ hidden, cell }, x, { gain }) => ({
    input: add(multiply(hidden, gain), multiply(cell, multiply(2, x))),
    gain: sum(multiply(hidden, x), 0),
  }),
}));

/** Layers one after another, as `sequential` runs them. */
export const chain = defineLayer("chain", (...layers: readonly Layer[]) => {
  const numbered = <T>(values: readonly T[]) => Object.fromEntries(values.entries()) as { [k: string]: T };
  return {
    parameters: numbered(layers.map(({ parameters }) => parameters)) as InitialTree,
    buffers: numbered(layers.map(({ buffers }) => buffers)) as InitialTree,
    children: layers,
    kernel: { kind: "sequence" },
    forward: (input: Input, parameters, { training, rng }, buffers) => {
      const caches: unknown[] = [];
      const after: Values<InitialTree>[] = [];
      let x = input;
      for (const [k, layer] of layers.entries()) {
        const own = buffers[k] as Values<InitialTree>;
        const pass = { training, rng: rng.fork() };
        [x, caches[k], after[k] = own] = layer.forward(x, parameters[k] as Values<InitialTree>, pass, own);
      }
      return [x as Tensor, caches, numbered(after) as Values<InitialTree>];
    },
    backward: (dy, caches, parameters) => {
      const gradients: { [k: string]: unknown } = {};
      let gradient: unknown = dy;
      for (const [k, layer] of [...layers.entries()].reverse()) {
        const own = parameters[k] as Values<InitialTree>;
        const { input, ...rest } = layer.backward(gradient as Tensor, caches[k], own);
        gradients[k] = rest;
        gradient = input;
      }
      return { ...gradients, input: gradient } as { input: Tensor } & Values<InitialTree>;
    },
  };
});

/** L = Σ (hidden - t)² + Σ cell²      hidden, cell, t: [n, size] */
export const halves = defineLoss("halves", () => ({
  forward: ({ hidden, cell }: { hidden: Tensor; cell: Tensor }, target) => {
    const error = subtract(hidden, target);
    return [sum(square(error)) + sum(square(cell)), { error, cell }];
  },
  backward: ({ error, cell }) => ({ hidden: multiply(2, error), cell: multiply(2, cell) }),
}));

/** L = mean (p - t)²      p, t: [n, size] */
export const meanSquaredError = defineLoss("meanSquaredError", () => ({
  forward: (prediction, target) => {
    expectShape(target as Tensor, prediction.shape, "target");
    const error = subtract(prediction, target);
    return [mean(square(error)), error];
  },
  backward: (error) => multiply(error, 2 / error.size),
}));

/** L = Σ wᵢ (pᵢ - tᵢ)² / Σ wᵢ      p, t: [n, 1] */
export const weightedSquaredError = defineLoss("weightedSquaredError", () => ({
  forward: (p: Tensor, t, weights?: Tensor) => {
    const w = weights ? tensors.reshape(weights, p.shape) : ones(p.shape);
    const total = sum(w) || 1;
    const error = subtract(p, t);
    return [sum(multiply(w, square(error))) / total, multiply(2 / total, multiply(w, error))];
  },
  backward: (slope) => slope,
}));
