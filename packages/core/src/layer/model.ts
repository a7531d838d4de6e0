// A model is a layer with its parameters drawn and laid out in one vector θ, and a gradient dθ of the same layout.

import { refusal } from "../arguments/refusal.ts";
import type { Inputs, Rows } from "../tensor/rows.ts";
import type { Dtype, Tensor, TypedArray } from "../tensor/tensor.ts";
import type { InitialTree, Input, InputGradient, Layer, Output, Values } from "./contract.ts";
import type { Loss } from "./loss.ts";
import { isLayer } from "./recognize.ts";
import type { Regularization } from "./regularization.ts";
import type { InputShape } from "./summary.ts";
import type { Slice } from "./theta.ts";

/** What a loss and its gradient depend on besides the model and the data. */
export interface LossAndGradientOptions {
  /** What compares the prediction with the targets. */
  readonly loss: Loss<unknown, Output>;
  /** A penalty on the weights that is part of the loss and of the gradient: `l1` or `l2`. @defaultValue none */
  readonly regularization?: Regularization;
  /** Whether layers such as dropout behave as in training. @defaultValue true */
  readonly training?: boolean;
  /** Where random layers draw from. @defaultValue 0 */
  readonly seed?: number;
}

/**
 * What a model predicts: the output of its layer. Where the type of that was forgotten, as in a list of layers, it is taken for
 * one tensor, which it almost always is.
 */
export type Prediction<O extends Output> = Output extends O ? Tensor : O;

/** A layer with its parameters, all of them in one vector. */
export interface Model<P extends InitialTree = InitialTree, O extends Output = Tensor> {
  /** The layer that it was made of. */
  readonly layer: Layer<P, unknown, InitialTree, Input, InputGradient<Input>, O>;
  /** The precision of all its arrays. */
  readonly dtype: Dtype;
  /** θ: all parameters, one slice after another. It is written to, and never replaced; `load` writes all of it, with checks. */
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
   * Writes values over θ, such as those kept of another model of the same layer: `model.load(saved)`, where
   * `saved = [...other.theta]`. Buffers, such as the running statistics of batch norm, are not in θ. Throws, leaving θ as it
   * was, unless there are as many as θ is long, all finite in the precision of the model.
   */
  load(values: ArrayLike<number>): void;
  /**
   * The output for rows of data, or the outputs by name, in evaluation mode; a single row (a flat array, or a tensor of rank 1)
   * gives a single row. Throws with the row and column on ragged or non-finite data.
   */
  predict(inputs: Inputs): O;
  /**
   * One forward and backward pass: gives the loss, and writes its gradient to `gradient`. Throws with the row and column
   * on inputs or targets that are ragged, not finite or of unequal length.
   */
  lossAndGradient(inputs: Inputs, targets: Rows, options: LossAndGradientOptions): number;
  /** A table of the layers with their output shapes for an input of this shape (without the batch), and parameters. */
  summary(inputShape: InputShape): string;
  /** A table of the layers and their parameters. */
  toString(): string;
  /** Throws: JSON does not hold a model. Keep `[...model.theta]`, and give it to `load`. */
  toJSON(): never;
}

/** Throws, beginning with `caller`, unless a value is a model. */
export function checkModel(caller: string, value: unknown): void {
  if (value instanceof Object && "layer" in value && isLayer(value.layer) && "theta" in value) return;
  const hint = isLayer(value) ? `; make one of it: createModel(${value})` : "";
  throw refusal(caller, "expected a model", value, hint);
}
