// v = decay v + (1 - decay) g²      u = g / (√v + ε)      b = momentum b + u      θ = θ - rate b
// centred: a = decay a + (1 - decay) g, and v - a² in the place of v

import { readOptions } from "../../arguments/options.ts";
import { flag, notNegative, positive, share } from "../../arguments/reader.ts";
import type { TypedArray } from "../../tensor/empty.ts";
import { fresh } from "../../tensor/fresh.ts";
import { makeOptimizer, type Optimizer } from "./optimizer.ts";

/** The hyper-parameters of `rmsprop`. */
export interface RmspropOptions {
  /** Above 0. @defaultValue 0.01 */
  readonly learningRate?: number;
  /** How much of the mean squared gradient is kept: at least 0 and below 1. @defaultValue 0.99 */
  readonly decay?: number;
  /** Keeps the divisor from 0: above 0. @defaultValue 1e-8 */
  readonly epsilon?: number;
  /** At least 0 and below 1. @defaultValue 0 */
  readonly momentum?: number;
  /** Whether to divide by the deviation from the mean gradient. @defaultValue false */
  readonly centered?: boolean;
  /** How much of θ, biases too, is added to the gradient: at least 0. @defaultValue 0 */
  readonly weightDecay?: number;
}

/**
 * RMSProp: the gradient divided by the root of a running mean of its square, with momentum if wanted:
 * `v = decay v + (1 - decay) g²`, `b = momentum b + g / (sqrt(v) + epsilon)`, `θ = θ - learningRate b`.
 *
 * `centered` takes the running mean a of g off: `v - a²` in the place of v. `weightDecay` adds `weightDecay θ` to `g` first.
 * Throws when a hyper-parameter is out of its range.
 *
 * Source: Tieleman and Hinton, Coursera: neural networks for machine learning, lecture 6.5, 2012; Graves, 2013, for centred.
 *
 * @example
 * import { rmsprop } from "@nudge/core";
 *
 * console.log(`${rmsprop({ momentum: 0.9, centered: true })}`);
 * // rmsprop({ momentum: 0.9, centered: true })
 */
export function rmsprop(
  options?: RmspropOptions,
): Optimizer<{ square: TypedArray; mean?: TypedArray; velocity?: TypedArray }> {
  const given = readOptions("rmsprop", options, {
    learningRate: positive(0.01),
    decay: share(0.99),
    epsilon: positive(1e-8),
    momentum: share(0),
    centered: flag(false),
    weightDecay: notNegative(0),
  });
  const { learningRate, decay, epsilon, momentum, centered, weightDecay } = given;
  return makeOptimizer("rmsprop", options, {
    learningRate,
    init: (length, dtype) => {
      const zeros = () => fresh([length], dtype).data;
      return {
        square: zeros(),
        ...(centered && { mean: zeros() }),
        ...(momentum > 0 && { velocity: zeros() }),
      };
    },
    step(theta, gradient, { square, mean, velocity }, { rate }) {
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i] + weightDecay * theta[i];
        square[i] = decay * square[i] + (1 - decay) * g * g;
        let v = square[i];
        if (mean !== undefined) {
          mean[i] = decay * mean[i] + (1 - decay) * g;
          v = Math.max(0, v - mean[i] * mean[i]); // rounding may take it below 0
        }
        let move = g / (Math.sqrt(v) + epsilon);
        if (velocity !== undefined) {
          velocity[i] = momentum * velocity[i] + move;
          move = velocity[i];
        }
        theta[i] -= rate * move;
      }
    },
  });
}
