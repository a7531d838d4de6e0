// s = s + g²      θ = θ - rate / (1 + (t - 1) decay) g / (√s + ε)

import { readOptions } from "../../arguments/options.ts";
import { notNegative, positive } from "../../arguments/reader.ts";
import type { TypedArray } from "../../tensor/empty.ts";
import { full } from "../../tensor/fill.ts";
import { makeOptimizer, type Optimizer } from "./optimizer.ts";

/** The hyper-parameters of `adagrad`. */
export interface AdagradOptions {
  /** Above 0. @defaultValue 0.01 */
  readonly learningRate?: number;
  /** How fast the rate falls: at least 0. @defaultValue 0 */
  readonly rateDecay?: number;
  /** What the sum of squares starts at: at least 0. @defaultValue 0 */
  readonly initialAccumulator?: number;
  /** Keeps the divisor from 0: above 0. @defaultValue 1e-10 */
  readonly epsilon?: number;
  /** How much of θ, biases too, is added to the gradient: at least 0. @defaultValue 0 */
  readonly weightDecay?: number;
}

/**
 * Adagrad: the gradient divided by the root of the sum of all its squares so far: `s = s + g²`,
 * `θ = θ - learningRate / (1 + (t - 1) rateDecay) g / (sqrt(s) + epsilon)` at step t.
 *
 * `weightDecay` adds `weightDecay θ` to `g` first. Throws when a hyper-parameter is out of its range.
 *
 * Source: Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011.
 *
 * @example
 * import { adagrad } from "@nudge/core";
 *
 * console.log(`${adagrad({ learningRate: 0.1 })}`);
 * // adagrad({ learningRate: 0.1 })
 */
export function adagrad(options?: AdagradOptions): Optimizer<{ sum: TypedArray }> {
  const given = readOptions("adagrad", options, {
    learningRate: positive(0.01),
    rateDecay: notNegative(0),
    initialAccumulator: notNegative(0),
    epsilon: positive(1e-10),
    weightDecay: notNegative(0),
  });
  const { learningRate, rateDecay, initialAccumulator, epsilon, weightDecay } = given;
  return makeOptimizer("adagrad", options, {
    learningRate,
    init: (length, dtype) => ({ sum: full([length], initialAccumulator, dtype).data }),
    step(theta, gradient, { sum }, { step, rate }) {
      const size = rate / (1 + (step - 1) * rateDecay);
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i] + weightDecay * theta[i];
        sum[i] += g * g;
        theta[i] -= (size * g) / (Math.sqrt(sum[i]) + epsilon);
      }
    },
  });
}
