// L = Σ (p - t)² / N      p, t: the same shape, of N entries   ->   L: a number
import { defineLoss, multiply, square, subtract, sum } from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { readTarget } from "./pair.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";

/**
 * The mean squared error over all entries: `L = Σ (p - t)² / N`, prediction `p` and target `t` of one shape.
 *
 * `reduction: "sum"` does not divide. Throws when the target is not a tensor of the prediction's shape, and when there
 * are no entries.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { meanSquaredError } from "@nudge/layers";
 *
 * const [loss] = meanSquaredError().forward(tensor([[1, 2]]), tensor([[1, 5]]));
 * console.log(loss);
 * // 4.5
 */
export const meanSquaredError = /* @__PURE__ */ defineLoss(
  "meanSquaredError",
  (options?: ReductionOptions) => {
    const { reduction } = readOptions("meanSquaredError", options, readersOfReduction());
    const divisor = divisorOf(reduction);
    return {
      forward: (prediction, target) => {
        const difference = subtract(prediction, readTarget(prediction, target));
        return [sum(square(difference)) / divisor(difference.size), difference];
      },

      // dp = dL/dp = 2 (p - t) / N
      backward: (difference) => multiply(difference, 2 / divisor(difference.size)),

      kernel: (prediction, n, size, { data, offset, shape }, gradient) => {
        if (shape.length !== 2 || shape[0] !== n || shape[1] !== size) return undefined;
        const round = gradient instanceof Float32Array ? Math.fround : (value: number) => value;
        const slope = round(2 / divisor(n * size));
        let total = 0;
        for (let i = 0; i < n * size; i++) {
          const difference = round(prediction[i] - data[offset + i]);
          total += round(difference * difference);
          gradient[i] = difference * slope;
        }
        return total / divisor(n * size);
      },
    };
  },
);
