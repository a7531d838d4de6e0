// g = g + decay θ      b = momentum b + (1 - dampening) g      θ = θ - rate b, or θ - rate (g + momentum b) after Nesterov

import { readOptions } from "../../arguments/options.ts";
import { flag, notNegative, positive, share } from "../../arguments/reader.ts";
import type { TypedArray } from "../../tensor/empty.ts";
import { fresh } from "../../tensor/fresh.ts";
import { descend } from "../../tensor/kernels/descend.ts";
import { makeOptimizer, type Optimizer, type OptimizerRule } from "./optimizer.ts";

/** The hyper-parameters of `sgd`. */
export interface SgdOptions {
  /** Above 0. @defaultValue 0.01 */
  readonly learningRate?: number;
  /** At least 0 and below 1. @defaultValue 0 */
  readonly momentum?: number;
  /** How much of the gradient momentum leaves out, from the second step on: at least 0 and below 1. @defaultValue 0 */
  readonly dampening?: number;
  /** Whether to look ahead along the momentum, which it then needs. @defaultValue false */
  readonly nesterov?: boolean;
  /** How much of θ, biases too, is added to the gradient: at least 0. @defaultValue 0 */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent, with momentum if wanted: `b = momentum b + g`, `θ = θ - learningRate b`.
 *
 * `b` starts as the first gradient, and `dampening` d makes it `b = momentum b + (1 - d) g` from then on; `nesterov` steps
 * by `g + momentum b`; `weightDecay` adds `weightDecay θ` to `g` first. Throws when a hyper-parameter is out of its range,
 * and for `nesterov` without momentum or with dampening.
 *
 * Source: Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep learning, 2013.
 *
 * @example
 * import { sgd } from "@nudge/core";
 *
 * const theta = Float64Array.of(1, 2);
 * const optimizer = sgd({ learningRate: 0.5 });
 * optimizer.step(theta, Float64Array.of(2, -2), optimizer.init(2, "float64"), { step: 1, rate: 0.5 });
 * console.log(theta.join(", "));
 * // 0, 3
 */
export function sgd(options?: SgdOptions): Optimizer<{ velocity?: TypedArray }> {
  const { learningRate, momentum, dampening, nesterov, weightDecay } = readOptions("sgd", options, {
    learningRate: positive(0.01),
    momentum: share(0),
    dampening: share(0),
    nesterov: flag(false),
    weightDecay: notNegative(0),
  });
  if (nesterov && (momentum === 0 || dampening !== 0))
    throw new Error("sgd: nesterov needs a momentum above 0, and no dampening");
  const rule: OptimizerRule<{ velocity?: TypedArray }> = {
    learningRate,
    init: (length, dtype) => (momentum === 0 ? {} : { velocity: fresh([length], dtype).data }),
    step(theta, gradient, { velocity }, { step, rate }) {
      if (velocity === undefined) {
        descend(theta, rate, gradient, 1 - rate * weightDecay);
        return;
      }
      const share = step === 1 ? 1 : 1 - dampening;
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i] + weightDecay * theta[i];
        velocity[i] = momentum * velocity[i] + share * g;
        theta[i] -= rate * (nesterov ? g + momentum * velocity[i] : velocity[i]);
      }
    },
  };
  return makeOptimizer("sgd", options, rule, momentum === 0 ? { kind: "descent", weightDecay } : undefined);
}
