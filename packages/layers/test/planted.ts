// Wrong backwards, as people write them: each a change of a right one, with its category.
import {
  copy,
  divide,
  exp,
  map,
  mean,
  multiply,
  negate,
  rng,
  sign,
  subtract,
  sum,
  type Tensor,
  tensor,
  tensors,
  transpose,
  zeros,
} from "@nudge/core";
import { initialize, leavesOf, mapTree, type Tree } from "@nudge/core/internal";
import type { TensorLayer } from "./table.ts";

/** What backward returned, or returns. */
type Gradients = Tree<Tensor>;

interface Pass {
  readonly dy: Tensor;
  // biome-ignore lint/suspicious/noExplicitAny: each layer has a cache of its own
  readonly cache: any;
  readonly parameters: Tree<Tensor>;
  /** What the right backward returns. */
  readonly right: Gradients;
  /** The right backward, for another upstream gradient or cache. */
  readonly backward: (dy: Tensor, cache?: unknown) => Gradients;
}

export type Bug = readonly [category: string, wrong: (pass: Pass) => Gradients];

/** The layer with another backward. */
export function withBug(layer: TensorLayer, [, wrong]: Bug): TensorLayer {
  return {
    ...layer,
    backward(dy, cache, parameters) {
      const backward = (other: Tensor, otherCache: unknown = cache) =>
        layer.backward(other, otherCache, parameters) as unknown as Gradients;
      const right = backward(dy);
      return wrong({ dy, cache, parameters: parameters as Tree<Tensor>, right, backward }) as never;
    },
    toString: () => `${layer}`,
  };
}

const norm = (x: Tensor) => Math.sqrt(sum(multiply(x, x)));

/** All gradients there are, by name. */
export function gradientsOf(gradients: Gradients): [name: string, x: Tensor][] {
  const { input, ...own } = gradients;
  return leavesOf(input === null ? own : { input, ...own });
}

/** The gradients with the one of that name replaced. */
function replace(gradients: Gradients, name: string, change: (x: Tensor) => Tensor): Gradients {
  const { input, ...own } = gradients;
  const target = gradientsOf(gradients).find(([other]) => other === name)?.[1];
  const swap = (tree: Gradients) => mapTree<Tensor>(tree, (x) => (x === target ? change(x) : x));
  return input === null ? { input, ...swap(own) } : swap(gradients);
}

const largest = (gradients: Gradients) =>
  gradientsOf(gradients).reduce((a, b) => (norm(b[1]) > norm(a[1]) ? b : a))[0];

const inLargest =
  (change: (x: Tensor) => Tensor): Bug[1] =>
  ({ right }) =>
    replace(right, largest(right), change);

function largestEntry(x: Tensor): number {
  const sizes = Array.from(copy(x).data, Math.abs);
  return sizes.indexOf(Math.max(...sizes));
}

/** Mistakes that any backward can have, in its largest gradient. The first is small: 5e-4 of the gradient. */
export const general: readonly Bug[] = [
  ["factor", inLargest((x) => multiply(x, 1.0005))],
  ["sign", inLargest(negate)],
  [
    "single-entry",
    inLargest((x) => {
      const y = copy(x);
      y.data[largestEntry(y)] *= 1.01;
      return y;
    }),
  ],
  [
    "support",
    inLargest((x) => {
      const like = copy(x).data[largestEntry(x)];
      return map(x, (g) => (g * like > 0 ? 0.9 * g : g));
    }),
  ],
  ["ignores-upstream", ({ dy, backward }) => backward(sign(dy))],
];

/** A factor of 1.0005 in the gradient of one name. */
export const smallFactor = (name: string): Bug => [
  "factor",
  ({ right }) => replace(right, name, (x) => multiply(x, 1.0005)),
];

const input =
  (change: (pass: Pass) => Tensor): Bug[1] =>
  (pass) => ({ ...pass.right, input: change(pass) });
const parameter =
  (name: string, change: (gradient: Tensor, pass: Pass) => Tensor): Bug[1] =>
  (pass) =>
    replace(pass.right, name, (x) => change(x, pass));
const of = (tree: Gradients, name: string) => tree[name] as Tensor;
const rows = (x: Tensor) => tensors.reshape(x, [x.size / x.shape.at(-1)!, x.shape.at(-1)!]);
const reversed = (x: Tensor) => tensor(copy(x).data.reverse(), x.shape);

/** Mistakes of one kind of layer. */
export const typical: Readonly<Record<string, readonly Bug[]>> = {
  relu: [["missing-term", input(({ dy }) => dy)]],
  leakyRelu: [["support", input(({ dy, cache: x }) => map(dy, x, (d, v) => (v > 0 ? d : 0)))]],
  prelu: [["missing-sum", parameter("slope", (slope, { dy }) => divide(slope, dy.shape[0] + 1))]],
  elu: [
    ["missing-term", input(({ dy, cache: x }) => map(dy, x, (d, v) => (v > 0 ? d : d * (Math.exp(v) - 1))))],
  ],
  selu: [["factor", input(({ right }) => divide(of(right, "input"), 1.0507009873554805))]],
  gelu: [["factor", input(({ right }) => multiply(of(right, "input"), 1 + 0.044715 / 100))]],
  silu: [["missing-term", input(({ dy, cache: x }) => map(dy, x, (d, v) => d / (1 + Math.exp(-v))))]],
  mish: [
    [
      "missing-term",
      input(({ dy, cache: x }) => map(dy, x, (d, v) => d * Math.tanh(Math.log1p(Math.exp(v))))),
    ],
  ],
  sigmoid: [["missing-term", input(({ dy, cache: y }) => multiply(dy, y))]],
  tanh: [["missing-term", input(({ dy, cache: y }) => map(dy, y, (d, t) => d * (1 - t)))]],
  softplus: [["missing-term", input(({ dy }) => dy)]],
  softsign: [["missing-term", input(({ dy, cache: x }) => map(dy, x, (d, v) => d / (1 + Math.abs(v))))]],
  hardTanh: [["support", input(({ dy, cache: x }) => map(dy, x, (d, v) => (v < 2.5 ? d : 0)))]],
  clip: [["support", input(({ dy, cache: x }) => map(dy, x, (d, v) => (v < 6 ? d : 0)))]],
  softmax: [
    ["missing-term", input(({ dy, cache: y }) => multiply(dy, y))],
    [
      "wrong-axis",
      input(({ dy, cache: y }) => multiply(y, subtract(dy, sum(multiply(dy, y), 0, { keepDims: true })))),
    ],
  ],
  logSoftmax: [
    ["missing-term", input(({ dy }) => dy)],
    [
      "missing-sum",
      input(({ dy, cache: y }) => subtract(dy, multiply(exp(y), mean(dy, -1, { keepDims: true })))),
    ],
  ],
  maxout: [["missing-sum", parameter("bias", (bias, { dy }) => divide(bias, dy.shape[0]))]],
  dense: [
    ["missing-sum", parameter("weight", (weight, { dy }) => divide(weight, dy.shape[0]))],
    ["transposed", parameter("weight", (weight) => tensors.reshape(copy(transpose(weight)), weight.shape))],
  ],
  sequential: [["permuted", parameter("0.weight", reversed)]],
  residual: [["missing-term", input(({ dy, right }) => subtract(of(right, "input"), dy))]],
  concat: [["permuted", ({ dy, backward }) => backward(reversed(dy))]],
  sumOf: [["missing-term", input(({ right }) => multiply(of(right, "input"), 0.5))]],
  flatten: [["permuted", input(({ right }) => reversed(of(right, "input")))]],
  reshape: [["permuted", input(({ right }) => reversed(of(right, "input")))]],
  dropout: [
    ["factor", input(({ right }) => multiply(of(right, "input"), 0.6))],
    ["support", input(({ dy }) => dy)],
  ],
  embedding: [
    [
      "missing-sum",
      ({ dy, cache: indices, right }) => {
        const weight = zeros(of(right, "weight").shape);
        const size = weight.shape[1];
        const { data } = copy(dy);
        for (const [k, index] of indices.entries())
          weight.data.set(data.subarray(k * size, (k + 1) * size), index * size);
        return { ...right, weight };
      },
    ],
  ],
  batchNorm: [["missing-term", ({ dy, cache, backward }) => backward(dy, { ...cache, training: false })]],
  layerNorm: [
    [
      "missing-term",
      input(({ right, cache: { deviation } }) => {
        const dx = rows(
          tensors.reshape(of(right, "input"), [deviation.size, of(right, "input").size / deviation.size]),
        );
        return tensors.reshape(subtract(dx, divide(0.01, deviation)), of(right, "input").shape);
      }),
    ],
  ],
  rmsNorm: [
    [
      "missing-term",
      ({ dy, cache, backward }) => backward(dy, { ...cache, standard: multiply(cache.standard, 1.1) }),
    ],
  ],
  conv1d: [["permuted", parameter("weight", reversed)]],
  conv2d: [
    ["permuted", parameter("weight", reversed)],
    ["missing-sum", parameter("weight", (weight, { dy }) => divide(weight, dy.size))],
  ],
  maxPool1d: [
    [
      "permuted",
      ({ dy, cache, backward }) => backward(dy, { ...cache, cache: map(cache.cache, (k) => 1 - k) }),
    ],
  ],
  maxPool2d: [["support", ({ dy, backward }) => backward(map(dy, (d) => Math.max(d, 0)))]],
  averagePool1d: [["factor", ({ dy, backward }) => backward(multiply(dy, 3))]],
  averagePool2d: [
    ["factor", ({ dy, cache, backward }) => backward(dy, { ...cache, cache: map(cache.cache, () => 4) })],
  ],
  globalAveragePool: [["factor", ({ dy, backward }) => backward(multiply(dy, 2))]],
  simpleRnn: [
    ["missing-sum", parameter("hiddenWeight", (dW, { cache }) => divide(dW, cache.caches.length + 1))],
  ],
  gru: [["permuted", parameter("inputWeight", (dW) => swapBlocks(dW, 3))]],
  lstm: [["permuted", parameter("inputWeight", (dW) => swapBlocks(dW, 4))]],
  attention: [
    [
      "factor",
      (pass) => replace(pass.right, "input.query", (dQ) => multiply(dQ, Math.sqrt(dQ.shape.at(-1)!))),
    ],
    ["permuted", (pass) => replace(pass.right, "input.value", reversed)],
  ],
  multiHeadSelfAttention: [["permuted", parameter("value.weight", reversed)]],
};

/** The first two blocks of columns in each other's place. */
function swapBlocks(x: Tensor, blocks: number): Tensor {
  const width = x.shape[1] / blocks;
  const y = copy(x);
  for (let i = 0; i < x.shape[0]; i++)
    for (let j = 0; j < width; j++) {
      y.set(i, j, x.get(i, j + width));
      y.set(i, j + width, x.get(i, j));
    }
  return y;
}

/** How far wrong gradients are from the right ones, relative to these, all together. */
export function error(wrong: Gradients, right: Gradients): number {
  const differences = gradientsOf(wrong).map(([name, x]) => {
    const expected = gradientsOf(right).find(([other]) => other === name)![1];
    return norm(subtract(x, expected));
  });
  return Math.hypot(...differences) / Math.hypot(...gradientsOf(right).map(([, x]) => norm(x)));
}

/** The gradients of a layer at an input, with the upstream gradient that the seed draws. */
export function gradientsAt(
  layer: TensorLayer,
  x: Tensor | { [name: string]: Tensor },
  seed: number,
): Gradients {
  const parameters = initialize(layer.parameters, rng(seed)) as never;
  const buffers = initialize(layer.buffers, rng(seed)) as never;
  const [y, cache] = layer.forward(x, parameters, { training: true, rng: rng(seed) }, buffers);
  const stream = rng(seed);
  return layer.backward(
    map(y, () => stream.normal()),
    cache,
    parameters,
  ) as unknown as Gradients;
}
