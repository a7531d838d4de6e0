// L = Σ f(p - t) / N, f(e) = e²/(2 β) below |e| = β, and |e| - β/2 from there on      p, t: the same shape, of N entries   ->   L: a number
import { defineLoss } from "@nudge/core";
import { checkArguments, positive, readOptions } from "@nudge/core/internal";
import { lossOfError } from "./of-error.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";

/**
 * The absolute error with its corner rounded: `L = Σ f(p - t) / N` with `f(e) = e² / (2 beta)` below `|e| = beta` and
 * `f(e) = |e| - beta/2` from there on, prediction `p` and target `t` of one shape. It is `huber(beta)` divided by `beta`.
 *
 * `beta` is 1 unless given. `reduction: "sum"` does not divide. Throws when `beta` is not above 0, when the target is not
 * a tensor of the prediction's shape, or `[n]` for `[n, 1]`, and when there are no entries.
 *
 * Source: Girshick, Fast R-CNN, 2015.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { smoothL1 } from "@nudge/layers";
 *
 * const [loss] = smoothL1(2).forward(tensor([[1, 2]]), tensor([[1, 5]]));
 * console.log(loss);
 * // 1
 */
export const smoothL1 = /* @__PURE__ */ defineLoss(
  "smoothL1",
  (beta: number = 1, options?: ReductionOptions) => {
    checkArguments("smoothL1", positive(), { beta });
    const { reduction } = readOptions("smoothL1", options, readersOfReduction());
    return lossOfError(
      (e) => (Math.abs(e) < beta ? (e * e) / (2 * beta) : Math.abs(e) - beta / 2),
      (e) => (Math.abs(e) < beta ? e / beta : Math.sign(e)),
      divisorOf(reduction),
    );
  },
);
