// A penalty on large weights is a term of the loss that depends on θ alone: L = loss + Σ penalty(parameter).

import { readOptions } from "../../arguments/options.ts";
import { printCall } from "../../arguments/print-call.ts";
import { checkArguments, flag, notNegative } from "../../arguments/reader.ts";
import type { Regularization } from "../../layer/regularization.ts";
import { multiply } from "../../tensor/arithmetic.ts";
import { abs, sign, square } from "../../tensor/functions.ts";
import { sum } from "../../tensor/reduce.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** The options of `l1` and `l2`. */
export interface RegularizationOptions {
  /** Whether biases are penalized too. @defaultValue false */
  readonly biases?: boolean;
}

/** Biases: parameters called bias, something with Bias at its end, or beta, as in normalisation. */
const isBias = (name: string) => /(^|\.)(beta|bias|[^.]*Bias)$/.test(name);

function penalty(
  name: string,
  [strength, options]: readonly [number, RegularizationOptions?],
  value: (x: Tensor) => number,
  gradient: (x: Tensor) => Tensor,
): Regularization {
  checkArguments(name, notNegative(), { strength });
  const { biases } = readOptions(name, options, { biases: flag(false) });
  const printed = printCall(name, [strength, options]);
  const covers = (parameter: string) => biases || !isBias(parameter);
  return {
    name,
    value: (parameter, x) => (covers(parameter) ? strength * value(x) : 0),
    gradient: (parameter, x) => (covers(parameter) ? multiply(gradient(x), strength) : undefined),
    toString: () => printed,
  };
}

/**
 * Keeps weights small: adds `strength Σ w²` to the loss, and so `2 strength w` to the gradient. An option of `train`,
 * `createTrainer` and, for a model, `gradcheck`.
 *
 * Biases are left out: parameters called `bias`, `...Bias` or `beta`. `{ biases: true }` takes them in. Throws when
 * `strength` is below 0.
 *
 * Source: A. Ng, Deep Learning Specialization, course 2 week 1, "Regularization"; there it is written λ / 2m for strength.
 *
 * @example
 * import { l2, tensor, toArray } from "@nudge/core";
 *
 * const weight = tensor([1, -3]);
 * console.log(l2(0.1).value("0.weight", weight), toArray(l2(0.1).gradient("0.weight", weight)!));
 * // 1 [ 0.2, -0.6000000000000001 ]
 */
export function l2(strength: number, options?: RegularizationOptions): Regularization {
  return penalty(
    "l2",
    [strength, options],
    (x) => sum(square(x)),
    (x) => multiply(x, 2),
  );
}

/**
 * Keeps weights few: adds `strength Σ |w|` to the loss, and so `strength sign w` to the gradient (0 at 0). An option of
 * `train`, `createTrainer` and, for a model, `gradcheck`.
 *
 * Biases are left out: parameters called `bias`, `...Bias` or `beta`. `{ biases: true }` takes them in. Throws when
 * `strength` is below 0.
 *
 * Source: Tibshirani, Regression shrinkage and selection via the lasso, 1996.
 *
 * @example
 * import { l1, tensor, toArray } from "@nudge/core";
 *
 * const weight = tensor([1, -3]);
 * console.log(l1(0.5).value("0.weight", weight), toArray(l1(0.5).gradient("0.weight", weight)!));
 * // 2 [ 0.5, -0.5 ]
 */
export function l1(strength: number, options?: RegularizationOptions): Regularization {
  return penalty("l1", [strength, options], (x) => sum(abs(x)), sign);
}
