// The operations of a graph on tensors, one row of which is run: what a layer says in `symbolic`, as values.
import {
  abs,
  add,
  concatenate,
  copy,
  divide,
  exp,
  type Graph,
  type GraphTensor,
  type GraphWindow,
  log,
  map,
  matmul,
  max,
  maximum,
  mean,
  minimum,
  multiply,
  sqrt,
  subtract,
  sum,
  type Tensor,
  tensor,
  tensors,
} from "@nudge/core";
import { erfc, sizeOf, symbolicOf } from "@nudge/core/internal";
import { indexOf } from "../words/index-of.ts";

type Operand = Tensor | number;

const each = (f: (x: number) => number) => (x: Tensor) => map(x, f);

const arithmetic = {
  add,
  subtract,
  multiply,
  divide,
  maximum,
  minimum,
  abs,
  exp,
  expm1: each(Math.expm1),
  log,
  sqrt,
  tanh: tensors.tanh,
  sigmoid: tensors.sigmoid,
  softplus: each((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  erfc: each(erfc),
  ifPositive: (x: Operand, a: Operand, b: Operand) =>
    add(
      map(x, a, (v, above) => (v > 0 ? above : 0)),
      map(x, b, (v, below) => (v > 0 ? 0 : below)),
    ),
};

/** The entries of space that a window sees at each of its positions; in the padding there are none. */
function placesOf(space: readonly number[], { kernel, stride, padding, dilation }: GraphWindow) {
  const shape = space.map((length, axis) => {
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    return Math.floor((length + 2 * padding[axis] - reach) / stride[axis]) + 1;
  });
  const places = Array.from({ length: sizeOf(shape) }, (_, position) => {
    const p = indexOf(position, shape);
    return Array.from({ length: sizeOf(kernel) }, (_, entry) => {
      const k = indexOf(entry, kernel);
      const i = space.map((_, axis) => p[axis] * stride[axis] - padding[axis] + k[axis] * dilation[axis]);
      const isInside = i.every((at, axis) => at >= 0 && at < space[axis]);
      return isInside ? i.reduce((at, next, axis) => at * space[axis] + next, 0) : undefined;
    });
  });
  return { shape, places };
}

/** One number for each channel and position, of the entries that the window sees there. */
function pool(x: Tensor, window: GraphWindow, reduce: (seen: number[], size: number) => number): Tensor {
  const [, channels, ...space] = x.shape;
  const { shape, places } = placesOf(space, window);
  const { data } = copy(x);
  const y = Array.from({ length: channels }, (_, c) =>
    places.map((place) =>
      reduce(
        place.filter((i) => i !== undefined).map((i) => data[c * sizeOf(space) + i]),
        place.length,
      ),
    ),
  );
  return tensor(y.flat(), [1, channels, ...shape]);
}

/** y_op = Σ_ck x_c(p, k) W_ock */
function convolve(x: Tensor, weight: Tensor, window: GraphWindow): Tensor {
  const [, channels, ...space] = x.shape;
  const { shape, places } = placesOf(space, window);
  const { data } = copy(x);
  const columns = Array.from({ length: channels }, (_, c) =>
    places[0].map((_, k) =>
      places.map((place) => (place[k] === undefined ? 0 : data[c * sizeOf(space) + place[k]])),
    ),
  );
  const outputs = weight.shape[0];
  const y = matmul(tensors.reshape(weight, [outputs, weight.size / outputs]), tensor(columns.flat()));
  return tensors.reshape(y, [1, outputs, ...shape]);
}

const total = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

export const tensorGraph = {
  ...arithmetic,
  map: (formula, ...operands) => formula(arithmetic as never, ...(operands as never[])) as unknown as Tensor,
  matmul(x: Tensor, weight: Tensor) {
    const [inner, outer] = weight.shape;
    return tensors.reshape(
      matmul(tensors.reshape(x, [x.size / inner, inner]), weight),
      x.shape.with(-1, outer),
    );
  },
  sum: (x: Tensor, axis) => sum(x, axis, { keepDims: true }),
  mean: (x: Tensor, axis) => mean(x, axis, { keepDims: true }),
  max: (x: Tensor, axis) => max(x, axis, { keepDims: true }),
  reshape: (x: Tensor, shape) => tensors.reshape(x, shape),
  concatenate: (parts, axis) => concatenate(parts as readonly Tensor[], axis),
  convolve,
  maxPool: (x: Tensor, window) => pool(x, window, (seen) => Math.max(...seen)),
  averagePool: (x: Tensor, window, countPadding) =>
    pool(x, window, (seen, size) => total(seen) / (countPadding ? size : seen.length)),
  apply(layer, x, parameters, buffers) {
    const symbolic = symbolicOf(layer);
    if (symbolic === undefined) throw new Error(`${layer} has no \`symbolic\``);
    return symbolic(x, parameters as never, tensorGraph, buffers as never) as GraphTensor;
  },
} as Graph;
