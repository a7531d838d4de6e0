import { named, printCall } from "../arguments/print-call.ts";
import { areNamed } from "../tensor/input.ts";
import { type Rows, toTensor } from "../tensor/rows.ts";
import { type Dtype, isTensor, type Tensor } from "../tensor/tensor.ts";
import { blame } from "./blame.ts";
import { buildAs, checkDefinition, checkPasses } from "./check-definition.ts";
import type { Output } from "./contract.ts";
import { freeze } from "./kernel-of.ts";
import type { Loss, LossDefinition } from "./loss.ts";

/** The target as a tensor: what is none becomes one of the precision of the prediction. */
function readTarget(target: Rows, prediction: Output, printed: string): Tensor {
  if (isTensor(target)) return target;
  const [first] = areNamed(prediction) ? Object.values(prediction) : [prediction];
  return toTensor(target, isTensor(first) ? (first.dtype as Dtype) : "float64", printed, "target");
}

/**
 * Makes a factory of losses from a function that builds their two passes.
 *
 * `forward` gives `[value, cache]`, and `backward` the gradient of the prediction. The target is always a tensor: labels that
 * the loss is given as an array come as a tensor `[n]`. Predictions may go by name, as the outputs of a layer do:
 * `forward: ({ mean, logVariance }: { mean: Tensor; logVariance: Tensor }, target) => ...`; their gradients then have these
 * names. Where predictions stand for probabilities, as logits do, `probabilities` makes these of them, for metrics.
 *
 * @example
 * import { defineLoss, square, subtract, sum, multiply, tensor } from "@nudge/core";
 *
 * // L = sum (p - t)^2      p, t: any shape
 * const squaredError = defineLoss("squaredError", () => ({
 *   forward: (prediction, target) => {
 *     const error = subtract(prediction, target);
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
        const t = readTarget(target, prediction, printed);
        try {
          return passes.forward(prediction, t);
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
      ...(passes.probabilities && {
        probabilities(prediction) {
          try {
            return passes.probabilities!(prediction);
          } catch (error) {
            throw blame(error, loss);
          }
        },
      }),
      toString: () => printed,
    };
    return freeze(loss, passes.kernel);
  });
}
