// A loss is a pair of passes as a layer is: forward gives a number and a cache, backward the gradient of the
// prediction.
import type { Rows } from "../tensor/rows.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Output, OutputGradient } from "./contract.ts";
import type { LossKernel } from "./kernel.ts";
import type { Weights } from "./weights.ts";

/** The body of a loss, as given to `defineLoss`. */
export interface LossDefinition<C, O extends Output = Tensor> {
  /**
   * The target is a tensor, whatever the loss was given: labels are a tensor `[n]`. So are weights `[n]`, where rows have some; a
   * `forward` without a third parameter is not given any.
   */
  forward(prediction: O, target: Tensor, weights?: Tensor): readonly [value: number, cache: C];
  backward(cache: NoInfer<C>): OutputGradient<NoInfer<O>>;
  /** The probabilities that a prediction stands for, rows first; left out where it stands for none. */
  probabilities?(prediction: NoInfer<O>): Tensor;
  /** For training at speed: both passes in one. A copy of the loss does not have it. */
  readonly kernel?: LossKernel;
}

/**
 * A loss: a number from a prediction, or several by name, and its target, and the gradient of each prediction. It prints as code.
 */
export interface Loss<C = unknown, O extends Output = Tensor> {
  readonly name: string;
  readonly args: readonly unknown[];
  /**
   * The target is a tensor, or arrays of numbers: rows, or one integer label for each row. Weights, one from 0 on for each row, say
   * how much it counts: `L = Σ wᵢ lᵢ / Σ wᵢ` of a mean, `Σ wᵢ lᵢ` of a sum.
   */
  forward(prediction: O, target: Rows, weights?: Weights): readonly [value: number, cache: C];
  backward(cache: C): OutputGradient<O>;
  /** The probabilities that a prediction stands for, as softmax makes them of logits; a loss may have none. */
  probabilities?(prediction: O): Tensor;
  toString(): string;
}
