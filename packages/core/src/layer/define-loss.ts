// A loss is a pair of passes as a layer is: forward gives a number and a cache, backward the gradient of the
// prediction.

import { named, printCall } from "../arguments/print-call.ts";
import { outsideArena } from "../tensor/arena.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { markAsDefined } from "./as-defined.ts";
import { blame } from "./blame.ts";
import { checkDefinition, checkPasses } from "./check-definition.ts";
import type { LossKernel } from "./kernel.ts";

/** What a prediction is compared with: a tensor, or one integer label for each row. */
export type Target = Tensor | ArrayLike<number>;

/** The body of a loss, as given to `defineLoss`. */
export interface LossDefinition<C> {
  forward(prediction: Tensor, target: Target): readonly [value: number, cache: C];
  backward(cache: NoInfer<C>): Tensor;
  /** See `Loss.kernel`. */
  readonly kernel?: LossKernel;
}

/** A loss: a number from a prediction and its target, and the gradient of the prediction. It prints as code. */
export interface Loss<C = unknown> {
  readonly name: string;
  readonly args: readonly unknown[];
  forward(prediction: Tensor, target: Target): readonly [value: number, cache: C];
  backward(cache: C): Tensor;
  /** For training at speed: both passes in one. */
  readonly kernel?: LossKernel;
  toString(): string;
}

/**
 * Makes a factory of losses from a function that builds their two passes.
 *
 * @example
 * import { defineLoss, square, subtract, sum, multiply, tensor, type Tensor } from "@nudge/core";
 *
 * // L = sum (p - t)^2      p, t: any shape
 * const squaredError = defineLoss("squaredError", () => ({
 *   forward: (prediction, target) => {
 *     const error = subtract(prediction, target as Tensor);
 *     return [sum(square(error)), error];
 *   },
 *   backward: (error) => multiply(2, error),
 * }));
 * console.log(squaredError().forward(tensor([1, 2]), tensor([0, 4]))[0]);
 * // 5
 */
export function defineLoss<A extends readonly unknown[], C>(
  name: string,
  build: (...args: A) => LossDefinition<C>,
): (...args: A) => Loss<C> {
  checkDefinition("defineLoss", name, build);
  return named(name, (...args) => {
    const passes = outsideArena(() => build(...args));
    const printed = printCall(name, args);
    checkPasses(printed, "loss", passes);
    const loss: Loss<C> = {
      name,
      args,
      forward(prediction, target) {
        try {
          return passes.forward(prediction, target);
        } catch (error) {
          throw blame(error, loss);
        }
      },
      backward(cache) {
        try {
          return passes.backward(cache);
        } catch (error) {
          throw blame(error, loss);
        }
      },
      toString: () => printed,
    };
    markAsDefined(loss, passes.kernel);
    return loss;
  });
}
