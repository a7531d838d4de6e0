import type { Rng } from "../random/rng.ts";
import type { Input } from "../tensor/input.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Loss } from "./loss.ts";
import type { Model } from "./model.ts";
import { type Regularization, regularize } from "./regularization.ts";
import type { Tree } from "./tree.ts";
import { writeGradients } from "./write-back.ts";

/**
 * One forward and backward pass in training or evaluation mode, of tensors in the precision of the model: the loss, with its
 * penalty if there is one, and the buffers it would leave.
 */
export function differentiate(
  { layer, parameters, gradients, buffers }: Model,
  inputs: Input,
  targets: Tensor,
  loss: Loss,
  regularization: Regularization | undefined,
  pass: { training: boolean; rng: Rng },
): { value: number; buffersAfter: Tree<Tensor> | undefined } {
  const [output, cache, buffersAfter] = layer.forward(inputs, parameters, pass, buffers);
  const [ofData, lossCache] = loss.forward(output, targets);
  const returned = layer.backward(loss.backward(lossCache), cache, parameters, { input: false });
  writeGradients(layer, returned as Tree<unknown>, gradients as Tree<Tensor>);
  const penalty =
    regularization === undefined
      ? undefined
      : regularize(regularization, parameters as Tree<Tensor>, gradients as Tree<Tensor>);
  const value = penalty === undefined ? ofData : ofData + penalty;
  return { value, buffersAfter: buffersAfter as Tree<Tensor> | undefined };
}
