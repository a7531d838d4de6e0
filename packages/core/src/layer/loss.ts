// A loss is a pair of passes as a layer is: forward gives a number and a cache, backward the gradient of the
// prediction.
import type { Tensor } from "../tensor/tensor.ts";
import type { Output, OutputGradient } from "./contract.ts";
import type { LossKernel } from "./kernel.ts";

/** What a prediction is compared with: a tensor, or one integer label for each row. */
export type Target = Tensor | ArrayLike<number>;

/** The body of a loss, as given to `defineLoss`. */
export interface LossDefinition<C, O extends Output = Tensor> {
  forward(prediction: O, target: Target): readonly [value: number, cache: C];
  backward(cache: NoInfer<C>): OutputGradient<NoInfer<O>>;
  /** For training at speed: both passes in one. A copy of the loss does not have it. */
  readonly kernel?: LossKernel;
}

/**
 * A loss: a number from a prediction, or several by name, and its target, and the gradient of each prediction. It prints as code.
 */
export interface Loss<C = unknown, O extends Output = Tensor> {
  readonly name: string;
  readonly args: readonly unknown[];
  forward(prediction: O, target: Target): readonly [value: number, cache: C];
  backward(cache: C): OutputGradient<O>;
  toString(): string;
}
