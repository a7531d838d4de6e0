// L = Σ f(e) / N, e = p - t      p, t: the same shape, of N entries: losses that look at each error by itself
import { divide, type LossKernel, map, subtract, sum, type Tensor } from "@nudge/core";
import { toPair } from "./pair.ts";
import type { divisorOf } from "./reduction.ts";
import { countEntries, weigh } from "./row-weights.ts";

interface Cache {
  readonly error: Tensor;
  readonly weights: Tensor | undefined;
  readonly total: number;
}

/**
 * The two passes of a loss that adds up f of every error, and divides, and how they are compiled; `slope` is the derivative
 * of f.
 */
export function lossOfError(
  f: (error: number) => number,
  slope: (error: number) => number,
  divisor: ReturnType<typeof divisorOf>,
) {
  const kernel: LossKernel = (prediction, n, size, { data, offset, shape }, gradient) => {
    // [n] stands for [n, 1].
    if (shape.length > 2 || shape[0] !== n || (shape[1] ?? 1) !== size) return undefined;
    const round = gradient instanceof Float32Array ? Math.fround : (value: number) => value;
    const count = divisor(n * size);
    let total = 0;
    for (let i = 0; i < n * size; i++) {
      const error = round(prediction[i] - data[offset + i]);
      total += round(f(error));
      gradient[i] = round(slope(error)) / count;
    }
    return total / count;
  };
  return {
    forward: (prediction: Tensor, target: Tensor, weights: Tensor | undefined) => {
      const error = subtract(prediction, toPair(prediction, target));
      const total = divisor(countEntries(error, weights), weights);
      return [sum(weigh(map(error, f), weights)) / total, { error, weights, total }] as const;
    },

    // dp = dL/dp = w f'(e) / N
    backward: ({ error, weights, total }: Cache) => divide(weigh(map(error, slope), weights), total),

    kernel,
  };
}
