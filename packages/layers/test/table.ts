// Every layer with sample arguments and input shapes. The tests run down this table, and the page of layers is made
// from it.
import {
  type InitialTree,
  type Input,
  type InputGradient,
  type Layer,
  rng,
  type Tensor,
  tensor,
} from "@nudge/core";
import {
  attention,
  averagePool1d,
  averagePool2d,
  batchNorm,
  clip,
  concat,
  conv1d,
  conv2d,
  dense,
  dropout,
  elu,
  embedding,
  flatten,
  gelu,
  globalAveragePool,
  gru,
  hardTanh,
  layerNorm,
  leakyRelu,
  logSoftmax,
  lstm,
  maxout,
  maxPool1d,
  maxPool2d,
  mish,
  multiHeadSelfAttention,
  prelu,
  relu,
  reshape,
  residual,
  rmsNorm,
  selu,
  sequential,
  sigmoid,
  silu,
  simpleRnn,
  softmax,
  softplus,
  softsign,
  sumOf,
  tanh,
} from "../src/index.ts";

export type Shape = readonly number[];
export type Shapes = Shape | { readonly [name: string]: Shape };

/** A layer whose output is one tensor. */
export type TensorLayer = Layer<InitialTree, unknown, InitialTree, Input, InputGradient<Input>, Tensor>;

export interface Row {
  /** The code that makes the layer. */
  readonly code: string;
  readonly layer: TensorLayer;
  /** Input shapes to try it at, the batch first; of several inputs by name. */
  readonly inputs: readonly [Shapes, Shapes, Shapes];
  /** The shape of an input that it refuses, and what it says; none where any shape is right. */
  readonly refuses?: readonly [Shapes, string];
  /** The number of indices, where the input holds indices. */
  readonly indices?: number;
}

/** Layers that look at each entry by itself. */
const anyShape: Row["inputs"] = [[7], [4, 3], [2, 3, 2]];

export const table: Readonly<Record<string, readonly Row[]>> = {
  Activations: [
    { code: "relu()", layer: relu(), inputs: anyShape },
    { code: "leakyRelu()", layer: leakyRelu(), inputs: anyShape },
    { code: "leakyRelu(0.2)", layer: leakyRelu(0.2), inputs: anyShape },
    { code: "prelu()", layer: prelu(), inputs: anyShape },
    {
      code: "prelu(3)",
      layer: prelu(3),
      inputs: [
        [1, 3],
        [4, 3],
        [2, 3, 2, 2],
      ],
      refuses: [[4, 2], "expected input [n, 3], got [4, 2]"],
    },
    { code: "elu()", layer: elu(), inputs: anyShape },
    { code: "elu(0.5)", layer: elu(0.5), inputs: anyShape },
    { code: "selu()", layer: selu(), inputs: anyShape },
    { code: "gelu()", layer: gelu(), inputs: anyShape },
    { code: 'gelu({ approximate: "tanh" })', layer: gelu({ approximate: "tanh" }), inputs: anyShape },
    { code: "silu()", layer: silu(), inputs: anyShape },
    { code: "mish()", layer: mish(), inputs: anyShape },
    { code: "sigmoid()", layer: sigmoid(), inputs: anyShape },
    { code: "tanh()", layer: tanh(), inputs: anyShape },
    { code: "softplus()", layer: softplus(), inputs: anyShape },
    { code: "softplus(2)", layer: softplus(2), inputs: anyShape },
    { code: "softsign()", layer: softsign(), inputs: anyShape },
    { code: "hardTanh()", layer: hardTanh(), inputs: anyShape },
    { code: "hardTanh(-0.5, 2)", layer: hardTanh(-0.5, 2), inputs: anyShape },
    { code: "clip(0, 6)", layer: clip(0, 6), inputs: anyShape },
    {
      code: "softmax()",
      layer: softmax(),
      inputs: [
        [1, 4],
        [3, 5],
        [2, 3, 3],
      ],
      refuses: [[3, 0], "expected input with entries along axis -1, got [3, 0]"],
    },
    {
      code: "softmax({ axis: 1 })",
      layer: softmax({ axis: 1 }),
      inputs: [
        [1, 4],
        [3, 5],
        [2, 3, 3],
      ],
      refuses: [[4], "expected input with entries along axis 1, got [4]"],
    },
    {
      code: "logSoftmax()",
      layer: logSoftmax(),
      inputs: [
        [1, 4],
        [3, 5],
        [2, 3, 3],
      ],
      refuses: [[], "expected input with entries along axis -1, got []"],
    },
    {
      code: "maxout(3, 2, 3)",
      layer: maxout(3, 2, 3),
      inputs: [
        [1, 3],
        [4, 3],
        [7, 3],
      ],
      refuses: [[4, 2], "expected input [n, 3], got [4, 2]"],
    },
  ],

  Structure: [
    {
      code: "dense(3, 5)",
      layer: dense(3, 5),
      inputs: [
        [1, 3],
        [4, 3],
        [2, 3, 3],
      ],
      refuses: [[32, 5], "expected input [n, 3], got [32, 5]"],
    },
    {
      code: "dense(4, 2, { bias: false })",
      layer: dense(4, 2, { bias: false }),
      inputs: [
        [1, 4],
        [5, 4],
        [2, 2, 4],
      ],
      refuses: [[2, 2, 5], "expected input [..., 4], got [2, 2, 5]"],
    },
    {
      code: "sequential(dense(3, 4), relu(), dense(4, 2))",
      layer: sequential(dense(3, 4), relu(), dense(4, 2)),
      inputs: [
        [1, 3],
        [4, 3],
        [7, 3],
      ],
    },
    {
      code: "residual(sequential(dense(3, 4), tanh(), dense(4, 3)))",
      layer: residual(sequential(dense(3, 4), tanh(), dense(4, 3))),
      inputs: [
        [1, 3],
        [4, 3],
        [2, 2, 3],
      ],
    },
    {
      code: "concat(dense(3, 2), sequential(dense(3, 4), tanh()))",
      layer: concat(dense(3, 2), sequential(dense(3, 4), tanh())),
      inputs: [
        [1, 3],
        [4, 3],
        [2, 2, 3],
      ],
    },
    {
      code: "concat(conv1d(2, 1, 3), conv1d(2, 3, 3), { axis: 1 })",
      layer: concat(conv1d(2, 1, 3), conv1d(2, 3, 3), { axis: 1 }),
      inputs: [
        [1, 2, 3],
        [2, 2, 4],
        [3, 2, 5],
      ],
    },
    {
      code: "sumOf(dense(3, 2), sequential(dense(3, 2), tanh()))",
      layer: sumOf(dense(3, 2), sequential(dense(3, 2), tanh())),
      inputs: [
        [1, 3],
        [4, 3],
        [2, 2, 3],
      ],
    },
    {
      code: "flatten()",
      layer: flatten(),
      inputs: [
        [1, 3],
        [4, 3, 2],
        [2, 2, 3, 2],
      ],
      refuses: [[4], "expected input with at least 2 axes, got [4]"],
    },
    {
      code: "reshape([2, 3])",
      layer: reshape([2, 3]),
      inputs: [
        [1, 6],
        [4, 3, 2],
        [2, 6],
      ],
      refuses: [[4, 5], "expected input with 6 entries to a row, got [4, 5]"],
    },
    { code: "dropout(0.4)", layer: dropout(0.4), inputs: anyShape },
    {
      code: "embedding(5, 3)",
      layer: embedding(5, 3),
      inputs: [[4], [2, 4], [2, 3, 2]],
      indices: 5,
    },
    {
      code: "embedding(5, 3, { paddingIndex: 4 })",
      layer: embedding(5, 3, { paddingIndex: 4 }),
      inputs: [[4], [2, 4], [2, 3, 2]],
      // The padding itself is left out: its row has no gradient although it moves the output.
      indices: 4,
    },
  ],

  Normalisation: [
    {
      code: "batchNorm(3)",
      layer: batchNorm(3),
      inputs: [
        [2, 3],
        [5, 3],
        [2, 3, 4],
      ],
      refuses: [[4, 2], "expected input [n, 3], got [4, 2]"],
    },
    {
      code: "batchNorm(2, { epsilon: 0.001, affine: false })",
      layer: batchNorm(2, { epsilon: 0.001, affine: false }),
      inputs: [
        [3, 2],
        [6, 2],
        [3, 2, 2, 2],
      ],
      refuses: [[4, 3, 5], "expected input [n, 2, ...], got [4, 3, 5]"],
    },
    {
      code: "layerNorm(4)",
      layer: layerNorm(4),
      inputs: [
        [1, 4],
        [3, 4],
        [2, 3, 4],
      ],
      refuses: [[4, 2], "expected input [..., 4], got [4, 2]"],
    },
    {
      code: "layerNorm([2, 3], { affine: false })",
      layer: layerNorm([2, 3], { affine: false }),
      inputs: [
        [1, 2, 3],
        [4, 2, 3],
        [2, 2, 2, 3],
      ],
      refuses: [[4, 3, 2], "expected input [..., 2, 3], got [4, 3, 2]"],
    },
    {
      code: "rmsNorm(4)",
      layer: rmsNorm(4),
      inputs: [
        [1, 4],
        [3, 4],
        [2, 3, 4],
      ],
      refuses: [[4, 2], "expected input [..., 4], got [4, 2]"],
    },
    {
      code: "rmsNorm([2, 3], { epsilon: 0.01, affine: false })",
      layer: rmsNorm([2, 3], { epsilon: 0.01, affine: false }),
      inputs: [
        [1, 2, 3],
        [4, 2, 3],
        [2, 2, 2, 3],
      ],
      refuses: [[4, 3, 2], "expected input [..., 2, 3], got [4, 3, 2]"],
    },
  ],

  "Convolution and pooling": [
    {
      code: "conv1d(2, 3, 3)",
      layer: conv1d(2, 3, 3),
      inputs: [
        [1, 2, 3],
        [2, 2, 5],
        [3, 2, 6],
      ],
      refuses: [[4, 3, 8], "expected input [n, 2, length], got [4, 3, 8]"],
    },
    {
      code: "conv1d(2, 3, 3, { stride: 2, padding: 2, dilation: 2, bias: false })",
      layer: conv1d(2, 3, 3, { stride: 2, padding: 2, dilation: 2, bias: false }),
      inputs: [
        [1, 2, 1],
        [2, 2, 5],
        [2, 2, 8],
      ],
      refuses: [[4, 2], "expected input [n, 2, length], got [4, 2]"],
    },
    {
      code: "conv2d(3, 8, 3)",
      layer: conv2d(3, 8, 3),
      inputs: [
        [1, 3, 3, 3],
        [2, 3, 4, 3],
        [1, 3, 4, 5],
      ],
      refuses: [[8, 4], "expected input [n, 3, height, width], got [8, 4]"],
    },
    {
      code: "conv2d(1, 2, [2, 3], { stride: [1, 2], padding: [1, 0], dilation: [2, 1] })",
      layer: conv2d(1, 2, [2, 3], { stride: [1, 2], padding: [1, 0], dilation: [2, 1] }),
      inputs: [
        [1, 1, 1, 3],
        [2, 1, 3, 4],
        [2, 1, 4, 5],
      ],
      refuses: [[1, 1, 3, 2], "expected a width of at least 3, got 2"],
    },
    {
      code: "maxPool1d(2)",
      layer: maxPool1d(2),
      inputs: [
        [1, 1, 2],
        [2, 3, 5],
        [3, 2, 6],
      ],
      refuses: [[4, 3], "expected input [n, channels, length], got [4, 3]"],
    },
    {
      code: "maxPool2d([2, 3], { stride: [2, 1], padding: 1 })",
      layer: maxPool2d([2, 3], { stride: [2, 1], padding: 1 }),
      inputs: [
        [1, 1, 1, 1],
        [2, 2, 3, 4],
        [1, 3, 4, 3],
      ],
      refuses: [[4, 3], "expected input [n, channels, height, width], got [4, 3]"],
    },
    {
      code: "averagePool1d(3, { stride: 2, padding: 1 })",
      layer: averagePool1d(3, { stride: 2, padding: 1 }),
      inputs: [
        [1, 1, 1],
        [2, 3, 4],
        [3, 2, 5],
      ],
      refuses: [[4, 3], "expected input [n, channels, length], got [4, 3]"],
    },
    {
      code: "averagePool2d(2, { padding: 1, countPadding: false })",
      layer: averagePool2d(2, { padding: 1, countPadding: false }),
      inputs: [
        [1, 1, 1, 1],
        [2, 2, 3, 4],
        [1, 3, 4, 3],
      ],
      refuses: [[4, 3], "expected input [n, channels, height, width], got [4, 3]"],
    },
    {
      code: "globalAveragePool()",
      layer: globalAveragePool(),
      inputs: [
        [1, 2, 3],
        [3, 2, 4],
        [2, 3, 2, 4],
      ],
      refuses: [[4, 3], "expected input [n, channels, ...], got [4, 3]"],
    },
  ],

  Sequences: [
    {
      code: "simpleRnn(3, 2)",
      layer: simpleRnn(3, 2),
      inputs: [
        [1, 1, 3],
        [2, 3, 3],
        [3, 4, 3],
      ],
      refuses: [[4, 3], "expected input [batch, time, 3], got [4, 3]"],
    },
    {
      code: 'simpleRnn(2, 3, { states: "all", initialState: true })',
      layer: simpleRnn(2, 3, { states: "all", initialState: true }),
      inputs: [
        { x: [1, 1, 2], h0: [1, 3] },
        { x: [2, 3, 2], h0: [2, 3] },
        { x: [3, 2, 2], h0: [3, 3] },
      ],
      refuses: [{ x: [2, 3, 2], h0: [2, 2] }, "expected h0 [2, 3], got [2, 2]"],
    },
    {
      code: "gru(3, 2)",
      layer: gru(3, 2),
      inputs: [
        [1, 1, 3],
        [2, 3, 3],
        [3, 4, 3],
      ],
      refuses: [[4, 3], "expected input [batch, time, 3], got [4, 3]"],
    },
    {
      code: 'gru(2, 3, { states: "all", initialState: true, bias: false })',
      layer: gru(2, 3, { states: "all", initialState: true, bias: false }),
      inputs: [
        { x: [1, 1, 2], h0: [1, 3] },
        { x: [2, 3, 2], h0: [2, 3] },
        { x: [3, 2, 2], h0: [3, 3] },
      ],
      refuses: [[2, 3, 2], "expected input { x, h0 }, got a tensor"],
    },
    {
      code: 'lstm(3, 2, { states: "all" })',
      layer: lstm(3, 2, { states: "all" }),
      inputs: [
        [1, 1, 3],
        [2, 3, 3],
        [3, 4, 3],
      ],
      refuses: [[4, 3], "expected input [batch, time, 3], got [4, 3]"],
    },
    {
      code: "lstm(2, 3, { initialState: true })",
      layer: lstm(2, 3, { initialState: true }),
      inputs: [
        { x: [1, 1, 2], h0: [1, 3], c0: [1, 3] },
        { x: [2, 3, 2], h0: [2, 3], c0: [2, 3] },
        { x: [3, 2, 2], h0: [3, 3], c0: [3, 3] },
      ],
      refuses: [{ x: [2, 3, 2], h0: [2, 3] }, "expected input { x, h0, c0 }, got { x, h0 }"],
    },
    {
      code: "attention()",
      layer: attention(),
      inputs: [
        { query: [1, 1, 2], key: [1, 1, 2], value: [1, 1, 2] },
        { query: [2, 3, 2], key: [2, 4, 2], value: [2, 4, 3] },
        { query: [2, 2, 2, 3], key: [2, 2, 3, 3], value: [2, 2, 3, 1] },
      ],
      refuses: [
        { query: [2, 3, 4], key: [2, 3, 5], value: [2, 3, 4] },
        "expected key [2, S, 4], got [2, 3, 5]",
      ],
    },
    {
      code: "attention({ causal: true })",
      layer: attention({ causal: true }),
      inputs: [
        { query: [1, 2, 2], key: [1, 2, 2], value: [1, 2, 2] },
        { query: [2, 3, 2], key: [2, 4, 2], value: [2, 4, 3] },
        { query: [2, 4, 3], key: [2, 4, 3], value: [2, 4, 1] },
      ],
      refuses: [
        { query: [2, 3, 4], key: [2, 3, 4], value: [2, 2, 4] },
        "expected value [2, 3, e], got [2, 2, 4]",
      ],
    },
    {
      code: "multiHeadSelfAttention(4, 2)",
      layer: multiHeadSelfAttention(4, 2),
      inputs: [
        [1, 1, 4],
        [2, 3, 4],
        [3, 2, 4],
      ],
      refuses: [[2, 3, 5], "expected input [batch, time, 4], got [2, 3, 5]"],
    },
    {
      code: "multiHeadSelfAttention(6, 3, { causal: true, bias: false })",
      layer: multiHeadSelfAttention(6, 3, { causal: true, bias: false }),
      inputs: [
        [1, 2, 6],
        [2, 3, 6],
        [1, 4, 6],
      ],
      refuses: [[3, 6], "expected input [batch, time, 6], got [3, 6]"],
    },
  ],
};

export const rows: readonly Row[] = Object.values(table).flat();

/** Values for an input: normal ones from a seed, or indices. */
export function drawInput(
  { indices }: Row,
  shapes: Shapes,
  seed: number,
): Tensor | { [name: string]: Tensor } {
  const stream = rng(seed);
  const draw = () => (indices === undefined ? stream.normal() : stream.integer(indices));
  const drawn = (shape: Shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return tensor(Float64Array.from({ length: size }, draw), shape);
  };
  if (isShape(shapes)) return drawn(shapes);
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, drawn(shape)]));
}

export const isShape = (shapes: Shapes): shapes is Shape => Array.isArray(shapes);
