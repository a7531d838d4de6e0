// L = Σ (p - t)² / N      p, t: the same shape, of N entries   ->   L: a number
import { defineLoss } from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { lossOfError } from "./of-error.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";

/**
 * The mean squared error over all entries: `L = Σ (p - t)² / N`, prediction `p` and target `t` of one shape.
 *
 * `reduction: "sum"` does not divide. Throws when the target is not a tensor of the prediction's shape, or `[n]` for `[n, 1]`, and when there
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
    return lossOfError(
      (e) => e * e,
      (e) => 2 * e,
      divisorOf(reduction),
    );
  },
);
