// L = Σ f(p - t) / N, f(e) = e²/2 up to |e| = δ, and δ (|e| - δ/2) beyond      p, t: the same shape, of N entries   ->   L: a number
import { defineLoss } from "@nudge/core";
import { checkArguments, positive, readOptions } from "@nudge/core/internal";
import { lossOfError } from "./of-error.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";

/**
 * The Huber loss, a parabola that goes on as a straight line: `L = Σ f(p - t) / N` with `f(e) = e²/2` up to `|e| = delta`
 * and `f(e) = delta (|e| - delta/2)` beyond, prediction `p` and target `t` of one shape.
 *
 * `delta` is 1 unless given. `reduction: "sum"` does not divide. Throws when `delta` is not above 0, when the target is
 * not a tensor of the prediction's shape, or `[n]` for `[n, 1]`, and when there are no entries.
 *
 * Source: Huber, Robust estimation of a location parameter, 1964.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { huber } from "@nudge/layers";
 *
 * const [loss] = huber(1).forward(tensor([[1, 2]]), tensor([[1, 5]]));
 * console.log(loss);
 * // 1.25
 */
export const huber = /* @__PURE__ */ defineLoss("huber", (delta: number = 1, options?: ReductionOptions) => {
  checkArguments("huber", positive(), { delta });
  const { reduction } = readOptions("huber", options, readersOfReduction());
  return lossOfError(
    (e) => (Math.abs(e) <= delta ? (e * e) / 2 : delta * (Math.abs(e) - delta / 2)),
    (e) => (Math.abs(e) <= delta ? e : delta * Math.sign(e)),
    divisorOf(reduction),
  );
});
