import { named, printCall } from "../arguments/print-call.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { blame } from "./blame.ts";
import { buildAs, checkDefinition, checkPasses } from "./check-definition.ts";
import type { Output } from "./contract.ts";
import { freeze } from "./kernel-of.ts";
import type { Loss, LossDefinition } from "./loss.ts";

/**
 * Makes a factory of losses from a function that builds their two passes.
 *
 * `forward` gives `[value, cache]`, and `backward` the gradient of the prediction. Predictions may go by name, as the outputs
 * of a layer do: `forward: ({ mean, logVariance }: { mean: Tensor; logVariance: Tensor }, target) => ...`; their gradients
 * then have these names.
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
export function defineLoss<A extends readonly unknown[], C, O extends Output = Tensor>(
  name: string,
  build: (...args: A) => LossDefinition<C, O>,
): (...args: A) => Loss<C, O> {
  checkDefinition("defineLoss", name, build);
  return named(name, (...args) => {
    const passes = buildAs(name, () => build(...args));
    const printed = printCall(name, args);
    checkPasses(printed, "loss", passes);
    const loss: Loss<C, O> = {
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
    return freeze(loss, passes.kernel);
  });
}
