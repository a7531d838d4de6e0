// A penalty on large weights is a term of the loss that depends on θ alone: L = loss + Σ penalty(parameter).

import { hasFunctions } from "../arguments/has-functions.ts";
import { made, optional } from "../arguments/reader.ts";
import { add } from "../tensor/arithmetic.ts";
import { assign } from "../tensor/contiguous.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { leavesOf, type Tree } from "./tree.ts";

/** A term of the loss for each parameter, and its gradient: what `l1` and `l2` make. */
export interface Regularization {
  readonly name: string;
  /** The term of the parameter with this name ("0.weight"), or 0. */
  value(name: string, parameter: Tensor): number;
  /** The derivative of that term, or undefined where it is 0 everywhere. */
  gradient(name: string, parameter: Tensor): Tensor | undefined;
  /** The code that makes it. */
  toString(): string;
}

export const regularizationReader = () =>
  optional(
    made<Regularization>("a regularization such as l2(0.01)", (value) =>
      hasFunctions(value, "value", "gradient"),
    ),
  );

/** Adds the gradient of a penalty on parameters to their gradients, and gives the penalty. */
export function regularize(
  regularization: Regularization,
  parameters: Tree<Tensor>,
  gradients: Tree<Tensor>,
): number {
  const slopes = leavesOf(gradients);
  let total = 0;
  for (const [k, [name, parameter]] of leavesOf(parameters).entries()) {
    total += regularization.value(name, parameter);
    const slope = regularization.gradient(name, parameter);
    if (slope !== undefined) assign(slopes[k][1], add(slopes[k][1], slope));
  }
  return total;
}
