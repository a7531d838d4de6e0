// Our layers and losses on golden cases: how far what they give is from what is expected.
import {
  add,
  copy,
  evaluate,
  type Input,
  isTensor,
  type Rng,
  rng,
  type Tensor,
  train,
  zeros,
} from "@nudge/core";
import { leavesOf, type Tree } from "@nudge/core/internal";
import { cosine } from "../../src/index.ts";
import type { TensorLayer } from "../table.ts";
import { layers, losses, type Names, trainings } from "./names.ts";
import { decode, type Encoded, type GoldenLayer, type GoldenLoss, type GoldenTraining } from "./read.ts";

/** The largest |a - b| / (|b| + 0.1), which is up to 1e-12 where |a - b| <= 1e-13 + 1e-12 |b|. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i], expected[i]];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const d = Math.abs(a - b) / (Math.abs(b) + 0.1);
    largest = Math.max(largest, Number.isFinite(d) ? d : Number.POSITIVE_INFINITY);
  }
  return largest;
}

function distanceOfTensors(actual: unknown, expected: Encoded): number {
  if (!isTensor(actual) || actual.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  return distance(copy(actual).data, expected.data);
}

export interface Distances {
  readonly output: number;
  readonly input: number;
  readonly parameters: number;
}

type Tensors = { readonly [name: string]: Tensor };
const decodeAll = (map: Readonly<Record<string, Encoded>>): Tensors =>
  Object.fromEntries(Object.entries(map).map(([name, encoded]) => [name, decode(encoded)]));

/** A tree with the values of golden tensors under our names. */
function treeOf(tree: Tree<unknown>, golden: Tensors, names: Names, path = ""): Tree<Tensor> {
  const entries = Object.entries(tree).map(([key, node]) => {
    const name = `${path}${key}`;
    if (node === undefined) return [key, undefined];
    if (typeof node !== "function" && !isTensor(node))
      return [key, treeOf(node as Tree<unknown>, golden, names, `${name}.`)];
    return [
      key,
      [names[name] ?? name]
        .flat()
        .map((theirs) => golden[theirs])
        .reduce((sum, x) => add(sum, x)),
    ];
  });
  return Object.fromEntries(entries);
}

/** The largest distance of a tree from golden tensors, all of which it must have, and no others. */
function distanceOfTrees(
  actual: Tree<Tensor>,
  expected: Readonly<Record<string, Encoded>>,
  names: Names,
): number {
  const left = new Set(Object.keys(expected));
  let largest = 0;
  for (const [name, x] of leavesOf(actual)) {
    for (const theirs of [names[name] ?? name].flat()) {
      if (!left.delete(theirs)) return Number.POSITIVE_INFINITY;
      largest = Math.max(largest, distanceOfTensors(x, expected[theirs]));
    }
  }
  return left.size > 0 ? Number.POSITIVE_INFINITY : largest;
}

/** A stream from which dropout draws the given mask: a number below any rate for 0, one above for 1. */
function replaying(mask: Encoded | undefined): Rng {
  const stream = rng(0);
  if (mask === undefined) return stream;
  const left = [...mask.data];
  return { ...stream, uniform: () => (left.shift() === 0 ? 0 : 1 - 2 ** -53) };
}

/** The last step of time of a sequence: [batch, time, hidden] -> [batch, hidden]. */
const lastStep = (y: Tensor) => y.pick(null, y.shape[1] - 1, null);

/** The upstream gradient; that of the final state, which is the last output, goes to the last step of time. */
function upstreamOf({ upstream, upstream_final_state: final }: GoldenLayer): Tensor | undefined {
  if (upstream === undefined) return undefined;
  const dy = decode(upstream);
  if (final?.h === undefined) return dy;
  const extra = zeros(dy.shape);
  const h = decode(final.h);
  for (let i = 0; i < h.shape[0]; i++)
    for (let j = 0; j < h.shape[1]; j++) extra.set(i, dy.shape[1] - 1, j, h.get(i, j));
  return add(dy, extra);
}

export function compareLayer(golden: GoldenLayer): Distances {
  const entry = layers[golden.layer];
  const names = typeof entry.parameters === "function" ? entry.parameters(golden) : (entry.parameters ?? {});
  const buffersNames = entry.buffers ?? {};
  const layer: TensorLayer = entry.make(golden);
  const parameters = treeOf(layer.parameters, decodeAll(golden.parameters), names);
  const buffers = treeOf(layer.buffers, decodeAll(golden.buffers_before), buffersNames);
  const input: Input = golden.input ? decode(golden.input) : decodeAll(golden.inputs!);

  const pass = { training: golden.mode === "train", rng: replaying(golden.constants?.mask) };
  const [y, cache, after] = layer.forward(input, parameters as never, pass, buffers as never);
  const output = Math.max(
    distanceOfTensors(y, golden.output),
    distanceOfTrees((after ?? buffers) as Tree<Tensor>, golden.buffers_after, buffersNames),
    golden.final_state ? distanceOfTensors(lastStep(y), golden.final_state.h) : 0,
  );

  const dy = upstreamOf(golden);
  if (dy === undefined) return { output, input: 0, parameters: 0 };
  const { input: dx, ...own } = layer.backward(dy, cache, parameters as never);
  const expected = golden.input_gradients ?? { x: golden.input_gradient };
  const given = (golden.input_gradients ? dx : { x: dx }) as Readonly<Record<string, Tensor | null>>;
  const distances = Object.entries(expected).map(([name, encoded]) => {
    if (encoded) return distanceOfTensors(given[name], encoded);
    return given[name] === null ? 0 : Number.POSITIVE_INFINITY;
  });
  return {
    output,
    input: Math.max(...distances),
    parameters: distanceOfTrees(own as Tree<Tensor>, golden.parameter_gradients, names),
  };
}

export function compareLoss(golden: GoldenLoss): Distances {
  if (golden.predictions) return compareCosine(golden);
  const loss = losses[golden.loss](golden.config);
  const [value, cache] = loss.forward(decode(golden.prediction!), decode(golden.target));
  return {
    output: distance([value], [golden.value]),
    input: distanceOfTensors(loss.backward(cache), golden.prediction_gradient!),
    parameters: 0,
  };
}

/**
 * The golden loss has two predictions and a sign for each row; ours has one prediction, so it is run row by row, with
 * each of them in turn: 1 - cos where the sign is 1, and max(0, cos - margin) where it is -1.
 */
function compareCosine({ config, predictions, target, ...golden }: GoldenLoss): Distances {
  const [first, second] = [decode(predictions!.first), decode(predictions!.second)];
  const [n] = first.shape;
  const divisor = config.reduction === "mean" ? n : 1;
  const row = (x: Tensor, i: number) => x.lo(i, 0).hi(1, x.shape[1]);
  const gradients = { first: zeros(first.shape), second: zeros(second.shape) };
  let total = 0;
  for (let i = 0; i < n; i++) {
    const at = (p: Tensor, t: Tensor) => {
      const [value, cache] = cosine().forward(row(p, i), row(t, i));
      return { value, gradient: cosine().backward(cache) };
    };
    const { value, gradient: a } = at(first, second);
    const { gradient: b } = at(second, first);
    const apart = 1 - value - config.margin;
    const sign = target.data[i] === 1 ? 1 : apart > 0 ? -1 : 0;
    total += sign === 1 ? value : Math.max(0, apart);
    for (let j = 0; j < first.shape[1]; j++) {
      gradients.first.set(i, j, (sign * a.get(0, j)) / divisor);
      gradients.second.set(i, j, (sign * b.get(0, j)) / divisor);
    }
  }
  return {
    output: distance([total / divisor], [golden.value]),
    input: Math.max(
      distanceOfTensors(gradients.first, golden.prediction_gradients!.first),
      distanceOfTensors(gradients.second, golden.prediction_gradients!.second),
    ),
    parameters: 0,
  };
}

export interface TrainingDistances {
  readonly gradients: number;
  readonly losses: number;
  readonly final: number;
}

/** Trains a network as the golden one was, on all rows at once and in their order. */
export function compareTraining(golden: GoldenTraining): TrainingDistances {
  const { model, loss, optimizer } = trainings(golden);
  const theirs = (values: Readonly<Record<string, Encoded>>) =>
    model.slices.map(({ name }) => {
      const [layer, tensor] = name.split(".");
      return values[`${tensor}${Number(layer) / 2 + 1}`].data;
    });
  const ours = (vector: ArrayLike<number>) =>
    model.slices.map(({ offset, length }) => Array.from(vector).slice(offset, offset + length));
  const farthest = (vector: ArrayLike<number>, values: Readonly<Record<string, Encoded>>) =>
    Math.max(...ours(vector).map((actual, k) => distance(actual, theirs(values)[k])));

  model.theta.set(theirs(golden.start).flat());
  const data = { inputs: decode(golden.input), targets: decode(golden.target) };
  model.lossAndGradient(data.inputs, data.targets, { loss });
  const gradients = farthest(model.gradient, golden.gradients_at_start);

  const batchSize = data.inputs.shape[0];
  const options = { loss, optimizer, epochs: golden.steps, batchSize, shuffle: false };
  const losses = Array.from(train(model, data, options), (epoch) => epoch.loss);
  // The loss of an epoch is from before its step.
  const expected = [golden.loss_at_start, ...golden.losses];
  return {
    gradients,
    losses: distance([...losses, evaluate(model, data, { loss }).loss], expected),
    final: farthest(model.theta, golden.final),
  };
}
