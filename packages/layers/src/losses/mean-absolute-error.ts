// L = Σ |p - t| / N      p, t: the same shape, of N entries   ->   L: a number
import { defineLoss } from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { lossOfError } from "./of-error.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";

/**
 * The mean absolute error over all entries: `L = Σ |p - t| / N`, prediction `p` and target `t` of one shape.
 *
 * The derivative at 0 is taken as 0. `reduction: "sum"` does not divide. Throws when the target is not a tensor of the
 * prediction's shape, or `[n]` for `[n, 1]`, and when there are no entries.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { meanAbsoluteError } from "@nudge/layers";
 *
 * const [loss] = meanAbsoluteError().forward(tensor([[1, 2]]), tensor([[1, 5]]));
 * console.log(loss);
 * // 1.5
 */
export const meanAbsoluteError = /* @__PURE__ */ defineLoss(
  "meanAbsoluteError",
  (options?: ReductionOptions) => {
    const { reduction } = readOptions("meanAbsoluteError", options, readersOfReduction());
    return lossOfError(Math.abs, Math.sign, divisorOf(reduction));
  },
);
