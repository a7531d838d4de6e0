// A penalty on the parameters is part of the loss of a model, and of its gradient.
import { add, isTensor, type Regularization, type Tensor } from "@nudge/core";
import { leavesOf, type Tree } from "@nudge/core/internal";

export function penaltyOf(regularization: Regularization, parameters: Tree<Tensor>): number {
  return leavesOf(parameters).reduce((total, [name, x]) => total + regularization.value(name, x), 0);
}

/** What backward returned, with the gradient of the penalty added; what is no gradient of a parameter stays as it is. */
export function withPenalty(
  returned: unknown,
  parameters: Tree<Tensor>,
  regularization: Regularization,
  path = "",
): unknown {
  if (typeof returned !== "object" || returned === null) return returned;
  const entries = Object.entries(returned).map(([key, gradient]) => {
    const parameter = parameters[key];
    const name = `${path}${key}`;
    if (parameter === undefined) return [key, gradient];
    if (!isTensor(parameter)) return [key, withPenalty(gradient, parameter, regularization, `${name}.`)];
    const slope = regularization.gradient(name, parameter);
    return [key, isTensor(gradient) && slope !== undefined ? add(gradient, slope) : gradient];
  });
  return Object.fromEntries(entries);
}
