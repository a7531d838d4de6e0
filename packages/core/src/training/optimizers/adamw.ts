// θ = (1 - rate decay) θ, and then a step of Adam

import { readOptions } from "../../arguments/options.ts";
import { notNegative } from "../../arguments/reader.ts";
import { type AdamOptions, type AdamState, adamRule, readersOfAdam } from "./adam.ts";
import { makeOptimizer, type Optimizer } from "./optimizer.ts";

/** The hyper-parameters of `adamw`: those of `adam`, and its own weight decay. */
export interface AdamWOptions extends Omit<AdamOptions, "weightDecay"> {
  /** How much of θ, biases too, a step at rate 1 takes away: at least 0. @defaultValue 0.01 */
  readonly weightDecay?: number;
}

/**
 * Adam with weight decay beside it: `θ = (1 - learningRate weightDecay) θ`, and then a step of `adam`, whose running means
 * never see the decay.
 *
 * Throws when a hyper-parameter is out of its range.
 *
 * Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2019.
 *
 * @example
 * import { adamw } from "@nudge/core";
 *
 * console.log(`${adamw({ weightDecay: 0.1 })}`);
 * // adamw({ weightDecay: 0.1 })
 */
export function adamw(options?: AdamWOptions): Optimizer<AdamState> {
  const readers = { ...readersOfAdam(), weightDecay: notNegative(0.01) };
  const { weightDecay, ...given } = readOptions("adamw", options, readers);
  const { step, ...inner } = adamRule({ ...given, weightDecay: 0 });
  return makeOptimizer("adamw", options, {
    ...inner,
    step(theta, gradient, state, at) {
      for (let i = 0; i < theta.length; i++) theta[i] *= 1 - at.rate * weightDecay;
      step(theta, gradient, state, at);
    },
  });
}
