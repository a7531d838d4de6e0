// A model is a layer with its parameters drawn and laid out in one vector θ, and a gradient dθ of the same layout.

import { refusal } from "../arguments/refusal.ts";
import type { Inputs, NestedRows } from "../tensor/rows.ts";
import type { Dtype, Tensor, TypedArray } from "../tensor/tensor.ts";
import type { Targets } from "./classes.ts";
import type { InitialTree, Input, InputGradient, Layer, Output, Values } from "./contract.ts";
import type { Loss } from "./loss.ts";
import { isLayer } from "./recognize.ts";
import type { Regularization } from "./regularization.ts";
import type { InputShape } from "./summary.ts";
import type { Slice } from "./theta.ts";
import type { Weights } from "./weights.ts";

/** What a loss and its gradient depend on besides the model and the data. */
export interface LossAndGradientOptions {
  /** What compares the prediction with the targets. */
  readonly loss: Loss<unknown, Output>;
  /** How much each row counts in the loss: from 0 on. @defaultValue 1 for each */
  readonly weights?: Weights;
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

/**
 * A layer with its parameters, all of them in one vector. Its labels are names where it was given those of its classes.
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { dense, sigmoidCrossEntropy } from "@nudge/layers";
 *
 * const model = createModel(dense(1, 1), { classes: ["cold", "warm"] });
 * model.theta.set([1, -18]);
 * console.log(model.predictClasses([[21], [3]], sigmoidCrossEntropy()));
 * // [ 'warm', 'cold' ]
 */
export interface Model<
  P extends InitialTree = InitialTree,
  O extends Output = Tensor,
  Label extends number | string = number | string,
> {
  /** The layer that it was made of. */
  readonly layer: Layer<P, unknown, InitialTree, Input, InputGradient<Input>, O>;
  /** The precision of all its arrays. */
  readonly dtype: Dtype;
  /** The names of its classes, in the order of their labels 0, 1, ...; undefined where none were given. */
  readonly classes: readonly string[] | undefined;
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
   * The probabilities that the output stands for by this loss, as softmax makes them of logits: rows first; of a single row,
   * its own. Throws as `predict` does, and when the loss makes none.
   */
  predictProbabilities(inputs: Inputs, loss: Loss<unknown, Output>): Tensor;
  /**
   * The class of each row, by its name where the model has `classes`: the one of the largest probability, or of the largest
   * output where the loss makes none, the first of equal ones; of a single column, 1 above a half, else 0. A single row gives
   * a single class. Throws as `predict` does, when the output is not `[n, classes]` or `[n]`, and when it is NaN.
   */
  predictClasses(row: ArrayLike<number>, loss: Loss<unknown, Output>): Label;
  predictClasses(rows: ArrayLike<NestedRows>, loss: Loss<unknown, Output>): Label[];
  predictClasses(inputs: Inputs, loss: Loss<unknown, Output>): Label | Label[];
  /**
   * One forward and backward pass: gives the loss, and writes its gradient to `gradient`. Throws with the row and column
   * on inputs or targets that are ragged, not finite or of unequal length, and on a name that is none of the classes.
   */
  lossAndGradient(inputs: Inputs, targets: Targets, options: LossAndGradientOptions): number;
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
