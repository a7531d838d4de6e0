// L = Σ f(e) / N, e = p - t      p, t: the same shape, of N entries: losses that look at each error by itself
import { divide, map, subtract, sum, type Target, type Tensor } from "@nudge/core";
import { readTarget } from "./pair.ts";

/** The two passes of a loss that adds up f of every error, and divides; `slope` is the derivative of f. */
export function lossOfError(
  f: (error: number) => number,
  slope: (error: number) => number,
  divisor: (count: number) => number,
) {
  return {
    forward: (prediction: Tensor, target: Target) => {
      const error = subtract(prediction, readTarget(prediction, target));
      return [sum(map(error, f)) / divisor(error.size), error] as const;
    },

    // dp = dL/dp = f'(e) / N
    backward: (error: Tensor) => divide(map(error, slope), divisor(error.size)),
  };
}
