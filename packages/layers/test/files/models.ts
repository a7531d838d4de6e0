// Models to be written out: one for each row of the table that says what it does, and nets of several layers at random.
import {
  copy,
  createModel,
  type Dtype,
  type InitialTree,
  type Layer,
  type Model,
  type Rng,
  rng,
  type Tensor,
  tensor,
} from "@nudge/core";
import { leavesOf, type Tree } from "@nudge/core/internal";
import { thinned } from "../../../../test/thinned.ts";
import * as nudge from "../../src/index.ts";
import { isShape, rows, type Shape } from "../table.ts";

export interface Written {
  readonly code: string;
  readonly model: Model<InitialTree, Tensor>;
  /** The shape of a row. */
  readonly input: Shape;
}

/** A model with parameters and buffers as after some training: none at 0 or 1. */
function drawModel(layer: Layer, dtype: Dtype, seed: number): Model<InitialTree, Tensor> {
  const stream = rng(seed);
  const model = createModel(layer as Layer<InitialTree, unknown, InitialTree, Tensor, Tensor, Tensor>, {
    dtype,
  });
  model.load(Array.from(model.theta, () => stream.normal()));
  for (const [, { data }] of leavesOf(model.buffers as Tree<Tensor>))
    for (const i of data.keys()) data[i] = 0.5 + stream.uniform();
  return model;
}

/** Layers of the table that are not feed-forward, or whose input is no numbers. */
const others = ["embedding", "simpleRnn", "gru", "lstm", "attention", "multiHeadSelfAttention"];

/** The rows of the table, at the last of their shapes; in the nightly run at all that a single row can have. */
export const tableModels = (dtype: Dtype, seed: number): Written[] =>
  rows
    .filter(({ layer }) => !others.includes(layer.name))
    .flatMap(({ code, layer, inputs }) => {
      const shapes = inputs.filter(isShape).filter(({ length }) => length > 1);
      return thinned(shapes.toReversed(), 3).map(([, ...input]) => ({
        code,
        model: drawModel(layer as Layer, dtype, seed),
        input,
      }));
    });

/** A row of normal numbers, with some zeros of either sign. */
export function drawRow(shape: Shape, stream: Rng): Tensor {
  const draw = () => [stream.normal() * 2, 0, -0][Math.max(0, stream.integer(12) - 9)];
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(Array.from({ length: size }, draw), shape);
}

export const predictionOf = ({ model, input }: Written, row: Tensor): readonly number[] =>
  Array.from(copy(model.predict(tensor(row.data, [1, ...input]))).data);

const pick = <T>(list: readonly T[], stream: Rng): T => list[stream.integer(list.length)];

const activations = (stream: Rng): Layer =>
  pick<() => unknown>(
    [
      nudge.relu,
      nudge.tanh,
      nudge.gelu,
      nudge.silu,
      nudge.elu,
      nudge.softplus,
      nudge.softsign,
      () => nudge.prelu(),
      () => nudge.leakyRelu(stream.uniform()),
      () => nudge.clip(-1, 2),
      () => nudge.dropout(0.5),
    ],
    stream,
  )() as Layer;

/** Layers that keep a row of so many numbers. */
function keeping(size: number, stream: Rng): Layer {
  const inner = () => nudge.sequential(activations(stream), nudge.dense(size, size));
  return pick<() => unknown>(
    [
      () => activations(stream),
      () => nudge.batchNorm(size),
      () => nudge.layerNorm(size),
      () => nudge.rmsNorm(size, { affine: false }),
      () => nudge.residual(inner()),
      () => nudge.sumOf(inner(), activations(stream)),
      () => nudge.sequential(nudge.concat(inner(), activations(stream)), nudge.dense(2 * size, size)),
    ],
    stream,
  )() as Layer;
}

/** A net of several layers, with images or without. */
export function randomNet(dtype: Dtype, seed: number): Written {
  const stream = rng(seed);
  const size = 1 + stream.integer(5);
  const hasImages = stream.uniform() < 0.5;
  const channels = 1 + stream.integer(3);
  const [height, width] = [4 + stream.integer(3), 4 + stream.integer(3)];
  const space = {
    stride: 1 + stream.integer(2),
    padding: stream.integer(2),
    dilation: 1 + stream.integer(2),
  };
  const front: Layer[] = hasImages
    ? ([
        nudge.conv2d(2, channels, [2, 1 + stream.integer(2)], space),
        nudge.batchNorm(channels),
        activations(stream),
        pick([nudge.maxPool2d(2, { padding: 1, stride: 1 }), nudge.averagePool2d(2, { padding: 1 })], stream),
        nudge.globalAveragePool(),
        nudge.dense(channels, size),
      ] as unknown as Layer[])
    : [nudge.dense(3, size) as unknown as Layer];
  const middle = Array.from({ length: 1 + stream.integer(4) }, () => keeping(size, stream));
  const end = pick(
    [nudge.softmax(), nudge.logSoftmax(), nudge.maxout(size, 2, 3)] as unknown as Layer[],
    stream,
  );
  const layer = nudge.sequential(...front, ...middle, end) as unknown as Layer;
  return {
    code: `${layer}`,
    model: drawModel(layer, dtype, seed),
    input: hasImages ? [2, height, width] : [3],
  };
}
