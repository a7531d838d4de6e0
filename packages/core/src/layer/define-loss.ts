import { named, printCall } from "../arguments/print-call.ts";
import { areNamed } from "../tensor/input.ts";
import { type Rows, toTensor } from "../tensor/rows.ts";
import { type Dtype, isTensor, type Tensor } from "../tensor/tensor.ts";
import { blame } from "./blame.ts";
import { buildAs, checkDefinition, checkPasses } from "./check-definition.ts";
import type { Output } from "./contract.ts";
import { freeze } from "./kernel-of.ts";
import type { Loss, LossDefinition } from "./loss.ts";
import { takesNoWeights, toWeights, type Weights } from "./weights.ts";

/** A prediction, or the first of several. */
function firstOf(prediction: Output): Tensor | undefined {
  const [first] = areNamed(prediction) ? Object.values(prediction) : [prediction];
  return isTensor(first) ? first : undefined;
}

/** The target as a tensor: what is none becomes one of the precision of the prediction. */
function readTarget(target: Rows, prediction: Output, printed: string): Tensor {
  if (isTensor(target)) return target;
  return toTensor(target, (firstOf(prediction)?.dtype as Dtype) ?? "float64", printed, "target");
}

/** Weights as a tensor of the precision of the prediction, one for each of its rows. */
function readWeights(weights: Weights, prediction: Output, printed: string): Tensor {
  const { shape = [], dtype = "float64" } = firstOf(prediction) ?? {};
  return toWeights(weights, shape[0] ?? 1, dtype as Dtype, printed);
}

/**
 * Makes a factory of losses from a function that builds their two passes.
 *
 * `forward` gives `[value, cache]`, and `backward` the gradient of the prediction. The target is always a tensor: labels that
 * the loss is given as an array come as a tensor `[n]`. Predictions may go by name, as the outputs of a layer do:
 * `forward: ({ mean, logVariance }: { mean: Tensor; logVariance: Tensor }, target) => ...`; their gradients then have these
 * names. Where predictions stand for probabilities, as logits do, `probabilities` makes these of them, for metrics. For training
 * on rows that do not count the same, `forward(prediction, target, weights)` takes a tensor `[n]` of their weights, which is
 * undefined where there are none: a mean becomes `L = Σ wᵢ lᵢ / Σ wᵢ`, or 0 where all weights are 0. A loss whose `forward`
 * has two parameters throws when it is given weights.
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
    const takesWeights = passes.forward.length > 2;

    function forward(prediction: O, target: Rows, weights?: Weights): readonly [value: number, cache: C] {
      const t = readTarget(target, prediction, printed);
      if (weights !== undefined && !takesWeights) throw takesNoWeights(printed);
      const w = weights === undefined ? undefined : readWeights(weights, prediction, printed);
      try {
        return passes.forward(prediction, t, w);
      } catch (error) {
        throw blame(error, loss);
      }
    }
    const loss: Loss<C, O> = {
      name,
      args,
      // As many parameters as the definition has tell training whether it takes weights.
      forward: takesWeights ? forward : (prediction, target, ...rest) => forward(prediction, target, ...rest),
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
