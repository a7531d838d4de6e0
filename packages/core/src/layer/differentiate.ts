import type { Rng } from "../random/rng.ts";
import type { Input, Output } from "../tensor/input.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { InitialTree, Layer } from "./contract.ts";
import type { Loss } from "./loss.ts";
import { misfit } from "./misfit.ts";
import type { Model } from "./model.ts";
import { type Regularization, regularize } from "./regularization.ts";
import type { Tree } from "./tree.ts";
import { writeGradients } from "./write-back.ts";

/** The loss of the output of a layer; an error names both where they do not fit. */
export function runLoss(
  layer: Layer,
  output: Output,
  loss: Loss<unknown, Output>,
  target: Tensor,
): ReturnType<Loss<unknown, Output>["forward"]> {
  try {
    return loss.forward(output, target);
  } catch (error) {
    throw misfit(error, layer, output, loss, (other) => loss.forward(other, target));
  }
}

/**
 * One forward and backward pass in training or evaluation mode, of tensors in the precision of the model: the loss, with its
 * penalty if there is one, and the buffers it would leave.
 */
export function differentiate(
  { layer, parameters, gradients, buffers }: Model<InitialTree, Output>,
  inputs: Input,
  targets: Tensor,
  loss: Loss<unknown, Output>,
  regularization: Regularization | undefined,
  pass: { training: boolean; rng: Rng },
): { value: number; buffersAfter: Tree<Tensor> | undefined } {
  const [output, cache, buffersAfter] = layer.forward(inputs, parameters, pass, buffers);
  const [ofData, lossCache] = runLoss(layer, output, loss, targets);
  const returned = layer.backward(loss.backward(lossCache), cache, parameters, { input: false });
  writeGradients(layer, returned as Tree<unknown>, gradients as Tree<Tensor>);
  const penalty =
    regularization === undefined
      ? undefined
      : regularize(regularization, parameters as Tree<Tensor>, gradients as Tree<Tensor>);
  const value = penalty === undefined ? ofData : ofData + penalty;
  return { value, buffersAfter: buffersAfter as Tree<Tensor> | undefined };
}
