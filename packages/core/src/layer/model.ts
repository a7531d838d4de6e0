// A model is a layer with its parameters drawn and laid out in one vector θ, and a gradient dθ of the same layout.

import { describe } from "../arguments/describe.ts";
import { checkOptions } from "../arguments/options.ts";
import { type Rng, rng } from "../random/rng.ts";
import { assign } from "../tensor/contiguous.ts";
import { cast } from "../tensor/copy.ts";
import type { TypedArray } from "../tensor/empty.ts";
import { checkDtype } from "../tensor/fill.ts";
import { fresh } from "../tensor/fresh.ts";
import { reshape } from "../tensor/reshape.ts";
import { countRows, type Inputs, isRows, mapRows, type Rows, toTensors } from "../tensor/rows.ts";
import { type Dtype, isTensor, type Tensor } from "../tensor/tensor.ts";
import type { InitialTree, Input, InputGradient, Layer, Values } from "./contract.ts";
import type { Loss, Target } from "./define-loss.ts";
import { type InputShape, summarize, tabulate } from "./summary.ts";
import { type Slice, slicesOf, viewsInto } from "./theta.ts";
import { initialize, leavesOf, mapTree, type Tree } from "./tree.ts";
import { writeGradients } from "./write-back.ts";

/** What a pass through a model depends on besides its data. */
export interface PassOptions {
  /** Whether layers such as dropout behave as in training; true unless given. */
  readonly training?: boolean;
  /** Where random layers draw from; 0 unless given. */
  readonly seed?: number;
}

/** A layer with its parameters, all of them in one vector. */
export interface Model<P extends InitialTree = InitialTree> {
  readonly layer: Layer<P>;
  readonly dtype: Dtype;
  /** θ: all parameters, one slice after another. It is written to, and never replaced. */
  readonly theta: TypedArray;
  /** dθ, in the layout of θ: what the last `lossAndGradient` found. */
  readonly gradient: TypedArray;
  /** Where each parameter lies in θ. */
  readonly slices: readonly Slice[];
  /** The tree of parameters, as views into θ. */
  readonly parameters: Values<P>;
  /** The same tree, as views into dθ. */
  readonly gradients: Values<P>;
  /** What layers keep besides their parameters; only training changes it. */
  readonly buffers: Values<InitialTree>;
  /**
   * The output for rows of data, in evaluation mode; a single row (a flat array, or a tensor of rank 1) gives a
   * single row. Throws with the row and column on ragged or non-finite data.
   */
  predict(inputs: Inputs): Tensor;
  /** One forward and backward pass: gives the loss, and writes its gradient to `gradient`. */
  lossAndGradient(inputs: Inputs, targets: Target, loss: Loss, options?: PassOptions): number;
  /** A table of the layers with their output shapes for an input of this shape (without the batch), and parameters. */
  summary(inputShape: InputShape): string;
  toString(): string;
}

/** A tensor in a precision: itself, where it has that. */
const inPrecision = (x: Tensor, dtype: Dtype) => (x.dtype === dtype ? x : cast(x, dtype));

/**
 * One forward and backward pass in training or evaluation mode, of tensors in the precision of the model: the loss, and
 * the buffers it would leave.
 */
export function differentiate(
  { layer, parameters, gradients, buffers }: Model,
  inputs: Input,
  targets: Target,
  loss: Loss,
  pass: { training: boolean; rng: Rng },
): { value: number; buffersAfter: Tree<Tensor> | undefined } {
  const [output, cache, buffersAfter] = layer.forward(inputs, parameters, pass, buffers);
  const [value, lossCache] = loss.forward(output, targets);
  const returned = layer.backward(loss.backward(lossCache), cache, parameters, { input: false });
  writeGradients(layer, returned as Tree<unknown>, gradients as Tree<Tensor>);
  return { value, buffersAfter: buffersAfter as Tree<Tensor> | undefined };
}

/** Whether the rows are one row without a batch: a flat array, or a tensor of rank 1. */
function isSingle(rows: Rows): boolean {
  return isTensor(rows) ? rows.dimension === 1 : isRows(rows) && typeof rows[0] === "number";
}

function batchOfOne(row: Rows): Rows {
  return isTensor(row) ? reshape(row, [1, row.size]) : [row];
}

/**
 * Draws the parameters of a layer from a seed and lays them out in one vector θ.
 *
 * Options: `seed` (0 unless given) and `dtype`, "float64" or "float32" ("float64" unless given).
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { dense, sequential, tanh } from "@nudge/layers";
 *
 * const model = createModel(sequential(dense(4, 32), tanh(), dense(32, 3)), { seed: 42 });
 * console.log(`${model}`);
 * // layer            parameters
 * // 0  dense(4, 32)         160
 * // 1  tanh()                 0
 * // 2  dense(32, 3)          99
 * // total                   259
 */
export function createModel<
  P extends InitialTree,
  C,
  B extends InitialTree,
  I extends Input,
  G extends InputGradient<Input>,
>(definition: Layer<P, C, B, I, G>, options: { seed?: number; dtype?: Dtype } = {}): Model<P> {
  checkOptions("createModel", options, ["seed", "dtype"]);
  const { seed = 0, dtype = "float64" } = options;
  checkDtype("createModel", dtype);

  const layer = definition as Layer;
  if (typeof layer?.forward !== "function") {
    const hint = typeof definition === "function" ? "; call it: createModel(dense(4, 3))" : "";
    throw new Error(`createModel: expected a layer, got ${describe(definition)}${hint}`);
  }
  const stream = rng(seed);
  const initial = initialize(layer.parameters, stream) as Tree<Tensor>;
  const slices = slicesOf(initial);
  const length = slices.reduce((sum, slice) => sum + slice.length, 0);
  const theta = fresh([length], dtype).data;
  const gradient = fresh([length], dtype).data;
  const parameters = viewsInto(theta, initial);
  const values = leavesOf(initial);
  for (const [k, [, view]] of leavesOf(parameters).entries()) assign(view, values[k][1]);
  const buffers = mapTree(initialize(layer.buffers, stream) as Tree<Tensor>, (x) => cast(x, dtype));

  const model: Model = {
    layer,
    dtype,
    theta,
    gradient,
    slices,
    parameters,
    gradients: viewsInto(gradient, initial),
    buffers,
    predict(inputs) {
      let single = true;
      mapRows(inputs, (rows) => {
        single &&= isSingle(rows);
      });
      const x = toTensors(single ? mapRows(inputs, batchOfOne) : inputs, dtype, "predict");
      countRows(x, "predict");
      const [output] = layer.forward(x, parameters, { training: false, rng: rng(0) }, buffers);
      const y = inPrecision(output, dtype);
      return single ? reshape(y, y.shape.slice(1)) : y;
    },
    lossAndGradient(inputs, targets, loss, options = {}) {
      checkOptions("lossAndGradient", options, ["training", "seed"]);
      const { training = true, seed = 0 } = options;
      const x = toTensors(inputs, dtype, "lossAndGradient");
      const y = isTensor(targets) ? inPrecision(targets, dtype) : targets;
      return differentiate(model, x, y, loss, { training, rng: rng(seed) }).value;
    },
    summary: (inputShape) => summarize(model, inputShape),
    toString: () => tabulate(model),
  };
  return model as Model<P>;
}
