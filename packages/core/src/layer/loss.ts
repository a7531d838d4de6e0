// A loss is a pair of passes as a layer is: forward gives a number and a cache, backward the gradient of the
// prediction.
import type { Tensor } from "../tensor/tensor.ts";
import type { LossKernel } from "./kernel.ts";

/** What a prediction is compared with: a tensor, or one integer label for each row. */
export type Target = Tensor | ArrayLike<number>;

/** The body of a loss, as given to `defineLoss`. */
export interface LossDefinition<C> {
  forward(prediction: Tensor, target: Target): readonly [value: number, cache: C];
  backward(cache: NoInfer<C>): Tensor;
  /** For training at speed: both passes in one. A copy of the loss does not have it. */
  readonly kernel?: LossKernel;
}

/** A loss: a number from a prediction and its target, and the gradient of the prediction. It prints as code. */
export interface Loss<C = unknown> {
  readonly name: string;
  readonly args: readonly unknown[];
  forward(prediction: Tensor, target: Target): readonly [value: number, cache: C];
  backward(cache: C): Tensor;
  toString(): string;
}
