// m = β1 m + (1 - β1) g      v = β2 v + (1 - β2) g²      θ = θ - rate m̂ / (√v̂ + ε)
// where m̂ = m / (1 - β1ᵗ) and v̂ = v / (1 - β2ᵗ) make up for the start at 0

import { readOptions } from "../../arguments/options.ts";
import { flag, notNegative, positive, share } from "../../arguments/reader.ts";
import { fresh } from "../../tensor/fresh.ts";
import type { TypedArray } from "../../tensor/tensor.ts";
import { wholePower } from "../portable/powers.ts";
import { makeOptimizer, type Optimizer, type OptimizerRule } from "./optimizer.ts";

/** The hyper-parameters of `adam`. */
export interface AdamOptions {
  /** Above 0. @defaultValue 0.001 */
  readonly learningRate?: number;
  /** How much of the mean gradient is kept: at least 0 and below 1. @defaultValue 0.9 */
  readonly beta1?: number;
  /** How much of the mean squared gradient is kept: at least 0 and below 1. @defaultValue 0.999 */
  readonly beta2?: number;
  /** Keeps the divisor from 0: above 0. @defaultValue 1e-8 */
  readonly epsilon?: number;
  /** How much of θ, biases too, is added to the gradient: at least 0. @defaultValue 0 */
  readonly weightDecay?: number;
  /** Whether to divide by the largest mean square so far. @defaultValue false */
  readonly amsgrad?: boolean;
}

/** `mean` is m, `square` is v, `largest` the largest v so far. */
export type AdamState = { mean: TypedArray; square: TypedArray; largest?: TypedArray };

/** What the hyper-parameters of Adam must be; its weight decay is none unless given. */
export const readersOfAdam = () => ({
  learningRate: positive(0.001),
  beta1: share(0.9),
  beta2: share(0.999),
  epsilon: positive(1e-8),
  weightDecay: notNegative(0),
  amsgrad: flag(false),
});

/** The rule of Adam, for itself and for optimizers that it is part of. */
export function adamRule({
  learningRate,
  beta1,
  beta2,
  epsilon,
  weightDecay,
  amsgrad,
}: Required<AdamOptions>): OptimizerRule<AdamState> {
  return {
    learningRate,
    init: (length, dtype) => {
      const zeros = () => fresh([length], dtype).data;
      return { mean: zeros(), square: zeros(), ...(amsgrad && { largest: zeros() }) };
    },
    step(theta, gradient, { mean, square, largest }, { step, rate }) {
      const size = rate / (1 - wholePower(beta1, step));
      const correction = Math.sqrt(1 - wholePower(beta2, step));
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i] + weightDecay * theta[i];
        mean[i] = beta1 * mean[i] + (1 - beta1) * g;
        square[i] = beta2 * square[i] + (1 - beta2) * g * g;
        let v = square[i];
        if (largest !== undefined) {
          largest[i] = Math.max(largest[i], v);
          v = largest[i];
        }
        theta[i] -= (size * mean[i]) / (Math.sqrt(v) / correction + epsilon);
      }
    },
  };
}

/**
 * Adam: steps along a running mean of the gradient, divided by the root of a running mean of its square.
 * `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g²`,
 * `θ = θ - learningRate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)` at step t.
 *
 * `weightDecay` adds `weightDecay θ` to `g` first (`adamw` keeps the two apart); `amsgrad` takes the largest v so far in
 * the place of v. Throws when a hyper-parameter is out of its range.
 *
 * Source: Kingma and Ba, Adam: a method for stochastic optimization, 2015; Reddi, Kale and Kumar, 2018, for amsgrad.
 *
 * @example
 * import { adam } from "@nudge/core";
 *
 * console.log(`${adam({ learningRate: 0.01 })}`);
 * // adam({ learningRate: 0.01 })
 */
export function adam(options?: AdamOptions): Optimizer<AdamState> {
  const rule = adamRule(readOptions("adam", options, readersOfAdam()));
  return makeOptimizer("adam", options, rule);
}
