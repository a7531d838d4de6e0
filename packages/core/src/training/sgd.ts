// b = momentum b + g      θ = θ - rate b
import { checkOptions } from "../layer/options.ts";
import { printCall } from "../layer/print-call.ts";
import { empty, type TypedArray } from "../tensor/empty.ts";
import { checkDecay, checkPositive } from "./hyper-parameters.ts";
import type { Optimizer } from "./optimizer.ts";

/** The hyper-parameters of `sgd`. */
export interface SgdOptions {
  /** Above 0; 0.01 unless given. */
  readonly learningRate?: number;
  /** At least 0 and below 1; 0 unless given. */
  readonly momentum?: number;
}

/**
 * Stochastic gradient descent, with momentum if wanted: `b = momentum b + g`, `θ = θ - learningRate b`.
 *
 * Throws when a hyper-parameter is out of its range.
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
export function sgd(options: SgdOptions = {}): Optimizer<{ velocity?: TypedArray }> {
  checkOptions("sgd", options, ["learningRate", "momentum"]);
  const { learningRate = 0.01, momentum = 0 } = options;
  checkPositive("sgd", { learningRate });
  checkDecay("sgd", { momentum });
  const printed = printCall("sgd", [options]);
  return {
    name: "sgd",
    learningRate,
    init: (length, dtype) => (momentum === 0 ? {} : { velocity: empty([length], dtype).data }),
    step(theta, gradient, { velocity }, { rate }) {
      if (velocity === undefined) {
        for (let i = 0; i < theta.length; i++) theta[i] -= rate * gradient[i];
        return;
      }
      for (let i = 0; i < theta.length; i++) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        theta[i] -= rate * velocity[i];
      }
    },
    toString: () => printed,
  };
}
