// v = decay v + (1 - decay) g²      u = g √(a + ε) / √(v + ε)      a = decay a + (1 - decay) u²      θ = θ - rate u

import { readOptions } from "../../arguments/options.ts";
import { notNegative, positive, share } from "../../arguments/reader.ts";
import type { TypedArray } from "../../tensor/empty.ts";
import { fresh } from "../../tensor/fresh.ts";
import { makeOptimizer, type Optimizer } from "./optimizer.ts";

/** The hyper-parameters of `adadelta`. */
export interface AdadeltaOptions {
  /** Above 0. @defaultValue 1 */
  readonly learningRate?: number;
  /** How much of the mean squares is kept: at least 0 and below 1. @defaultValue 0.9 */
  readonly decay?: number;
  /** Keeps the divisor from 0, and the first step too: above 0. @defaultValue 1e-6 */
  readonly epsilon?: number;
  /** How much of θ, biases too, is added to the gradient: at least 0. @defaultValue 0 */
  readonly weightDecay?: number;
}

/**
 * Adadelta: steps as large as the past ones were, in the units of θ: `v = decay v + (1 - decay) g²`,
 * `u = g sqrt(a + epsilon) / sqrt(v + epsilon)`, `a = decay a + (1 - decay) u²`, `θ = θ - learningRate u`.
 *
 * `weightDecay` adds `weightDecay θ` to `g` first. Throws when a hyper-parameter is out of its range.
 *
 * Source: Zeiler, Adadelta: an adaptive learning rate method, 2012.
 *
 * @example
 * import { adadelta } from "@nudge/core";
 *
 * console.log(`${adadelta()} steps at a rate of ${adadelta().learningRate}`);
 * // adadelta() steps at a rate of 1
 */
export function adadelta(options?: AdadeltaOptions): Optimizer<{ square: TypedArray; moves: TypedArray }> {
  const { learningRate, decay, epsilon, weightDecay } = readOptions("adadelta", options, {
    learningRate: positive(1),
    decay: share(0.9),
    epsilon: positive(1e-6),
    weightDecay: notNegative(0),
  });
  return makeOptimizer("adadelta", options, {
    learningRate,
    init: (length, dtype) => ({ square: fresh([length], dtype).data, moves: fresh([length], dtype).data }),
    step(theta, gradient, { square, moves }, { rate }) {
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i] + weightDecay * theta[i];
        square[i] = decay * square[i] + (1 - decay) * g * g;
        const move = (g * Math.sqrt(moves[i] + epsilon)) / Math.sqrt(square[i] + epsilon);
        moves[i] = decay * moves[i] + (1 - decay) * move * move;
        theta[i] -= rate * move;
      }
    },
  });
}
