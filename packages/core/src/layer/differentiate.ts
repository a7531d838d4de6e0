import type { Rng } from "../random/rng.ts";
import type { Input, Output } from "../tensor/input.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { InitialTree, Layer } from "./contract.ts";
import type { Loss } from "./loss.ts";
import { misfit } from "./misfit.ts";
import type { Model } from "./model.ts";
import { type Regularization, regularize } from "./regularization.ts";
import type { Tree } from "./tree.ts";
import { takesNoWeights } from "./weights.ts";
import { writeGradients } from "./write-back.ts";

/** Rows past the door: tensors in the precision of the model. */
export interface Batch {
  readonly inputs: Input;
  readonly targets: Tensor;
  /** How much each row counts; undefined where all count the same. */
  readonly weights: Tensor | undefined;
}

/** The loss of the output of a layer; an error names both where they do not fit. */
export function runLoss(
  layer: Layer,
  output: Output,
  loss: Loss<unknown, Output>,
  target: Tensor,
  weights?: Tensor,
): ReturnType<Loss<unknown, Output>["forward"]> {
  if (weights !== undefined && loss.forward.length < 3) throw takesNoWeights(`${loss}`);
  try {
    return loss.forward(output, target, weights);
  } catch (error) {
    throw misfit(error, layer, output, loss, (other) => loss.forward(other, target, weights));
  }
}

/**
 * One forward and backward pass in training or evaluation mode: the loss, with its penalty if there is one, and the buffers it
 * would leave.
 */
export function differentiate(
  { layer, parameters, gradients, buffers }: Model<InitialTree, Output>,
  { inputs, targets, weights }: Batch,
  loss: Loss<unknown, Output>,
  regularization: Regularization | undefined,
  pass: { training: boolean; rng: Rng },
): { value: number; buffersAfter: Tree<Tensor> | undefined } {
  const [output, cache, buffersAfter] = layer.forward(inputs, parameters, pass, buffers);
  const [ofData, lossCache] = runLoss(layer, output, loss, targets, weights);
  const returned = layer.backward(loss.backward(lossCache), cache, parameters, { input: false });
  writeGradients(layer, returned as Tree<unknown>, gradients as Tree<Tensor>);
  const penalty =
    regularization === undefined
      ? undefined
      : regularize(regularization, parameters as Tree<Tensor>, gradients as Tree<Tensor>);
  const value = penalty === undefined ? ofData : ofData + penalty;
  return { value, buffersAfter: buffersAfter as Tree<Tensor> | undefined };
}
