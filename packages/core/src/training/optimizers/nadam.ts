// m = β1 m + (1 - β1) g      v = β2 v + (1 - β2) g²      θ = θ - rate ((1 - μ) / (1 - P) g + μ' / (1 - P μ') m) / (√v̂ + ε)
// where μ and μ' are the momentum of this step and the next, μ_t = β1 (1 - 0.96^(t decay) / 2), and P = μ_1 ... μ_t

import { checkDecay, checkNotNegative, checkPositive } from "../../arguments/hyper-parameters.ts";
import { checkOptions } from "../../arguments/options.ts";
import { printCall } from "../../arguments/print-call.ts";
import type { TypedArray } from "../../tensor/empty.ts";
import { fresh } from "../../tensor/fresh.ts";
import type { Optimizer } from "./optimizer.ts";

/** The hyper-parameters of `nadam`. */
export interface NadamOptions {
  /** Above 0; 0.002 unless given. */
  readonly learningRate?: number;
  /** How much of the mean gradient is kept: at least 0 and below 1; 0.9 unless given. */
  readonly beta1?: number;
  /** How much of the mean squared gradient is kept: at least 0 and below 1; 0.999 unless given. */
  readonly beta2?: number;
  /** Keeps the divisor from 0: above 0; 1e-8 unless given. */
  readonly epsilon?: number;
  /** How much of θ, biases too, is added to the gradient: at least 0; 0 unless given. */
  readonly weightDecay?: number;
  /** How fast the momentum comes up to beta1: at least 0; 0.004 unless given. */
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
  options: NadamOptions = {},
): Optimizer<{ mean: TypedArray; square: TypedArray; product: TypedArray }> {
  const names = ["learningRate", "beta1", "beta2", "epsilon", "weightDecay", "momentumDecay"];
  checkOptions("nadam", options, names);
  const { learningRate = 0.002, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { weightDecay = 0, momentumDecay = 0.004 } = options;
  checkPositive("nadam", { learningRate });
  checkDecay("nadam", { beta1, beta2 });
  checkPositive("nadam", { epsilon });
  checkNotNegative("nadam", { weightDecay, momentumDecay });
  const momentum = (step: number) => beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));
  const printed = printCall("nadam", [options]);
  return {
    name: "nadam",
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
      const correction = 1 - beta2 ** step;
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i] + weightDecay * theta[i];
        mean[i] = beta1 * mean[i] + (1 - beta1) * g;
        square[i] = beta2 * square[i] + (1 - beta2) * g * g;
        theta[i] -= (ofGradient * g + ofMean * mean[i]) / (Math.sqrt(square[i] / correction) + epsilon);
      }
    },
    toString: () => printed,
  };
}
