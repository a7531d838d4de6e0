// m = β1 m + (1 - β1) g      v = β2 v + (1 - β2) g²      θ = θ - rate ((1 - μ) / (1 - P) g + μ' / (1 - P μ') m) / (√v̂ + ε)
// where μ and μ' are the momentum of this step and the next, μ_t = β1 (1 - 0.96^(t decay) / 2), and P = μ_1 ... μ_t

import { readOptions } from "../../arguments/options.ts";
import { notNegative, positive, share } from "../../arguments/reader.ts";
import { fresh } from "../../tensor/fresh.ts";
import type { TypedArray } from "../../tensor/tensor.ts";
import { decay, wholePower } from "../portable/powers.ts";
import { makeOptimizer, type Optimizer } from "./optimizer.ts";

/** -ln 0.96 */
const SLOWING = 0.040821994520255166;

/** The hyper-parameters of `nadam`. */
export interface NadamOptions {
  /** Above 0. @defaultValue 0.002 */
  readonly learningRate?: number;
  /** How much of the mean gradient is kept: at least 0 and below 1. @defaultValue 0.9 */
  readonly beta1?: number;
  /** How much of the mean squared gradient is kept: at least 0 and below 1. @defaultValue 0.999 */
  readonly beta2?: number;
  /** Keeps the divisor from 0: above 0. @defaultValue 1e-8 */
  readonly epsilon?: number;
  /** How much of θ, biases too, is added to the gradient: at least 0. @defaultValue 0 */
  readonly weightDecay?: number;
  /** How fast the momentum comes up to beta1: at least 0. @defaultValue 0.004 */
  readonly momentumDecay?: number;
}

/**
 * Adam with Nesterov's momentum: `d = sqrt(v / (1 - beta2^t)) + epsilon`,
 * `θ = θ - learningRate ((1 - μ_t) / (1 - P) g + μ_(t+1) / (1 - P μ_(t+1)) m) / d` at step t, with the running means m and v
 * of `adam`, `μ_t = beta1 (1 - 0.96^(t momentumDecay) / 2)` and `P = μ_1 ... μ_t`.
 *
 * `weightDecay` adds `weightDecay θ` to `g` first. Throws when a hyper-parameter is out of its range.
 *
 * Source: Dozat, Incorporating Nesterov momentum into Adam, 2016.
 *
 * @example
 * import { nadam } from "@nudge/core";
 *
 * console.log(`${nadam()} starts at a rate of ${nadam().learningRate}`);
 * // nadam() starts at a rate of 0.002
 */
export function nadam(
  options?: NadamOptions,
): Optimizer<{ mean: TypedArray; square: TypedArray; product: TypedArray }> {
  const given = readOptions("nadam", options, {
    learningRate: positive(0.002),
    beta1: share(0.9),
    beta2: share(0.999),
    epsilon: positive(1e-8),
    weightDecay: notNegative(0),
    momentumDecay: notNegative(0.004),
  });
  const { learningRate, beta1, beta2, epsilon, weightDecay, momentumDecay } = given;
  // 0.96^decay, of which the t-th power is taken at step t.
  const slowing = decay(SLOWING * momentumDecay);
  const momentum = (step: number) => beta1 * (1 - 0.5 * wholePower(slowing, step));
  return makeOptimizer("nadam", options, {
    learningRate,
    init: (length, dtype) => ({
      mean: fresh([length], dtype).data,
      square: fresh([length], dtype).data,
      product: Float64Array.of(1),
    }),
    step(theta, gradient, { mean, square, product }, { step, rate }) {
      product[0] *= momentum(step);
      const next = momentum(step + 1);
      const ofGradient = (rate * (1 - momentum(step))) / (1 - product[0]);
      const ofMean = (rate * next) / (1 - product[0] * next);
      const correction = 1 - wholePower(beta2, step);
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i] + weightDecay * theta[i];
        mean[i] = beta1 * mean[i] + (1 - beta1) * g;
        square[i] = beta2 * square[i] + (1 - beta2) * g * g;
        theta[i] -= (ofGradient * g + ofMean * mean[i]) / (Math.sqrt(square[i] / correction) + epsilon);
      }
    },
  });
}
