// L = Σ -(w t log σ(x) + (1 - t) log(1 - σ(x))) / N      x: logits of any shape, N entries   t: the same shape, or [n] for [n, 1], in 0 ... 1   ->   L: a number
//
// Sigmoid and logarithm are taken together: -log σ(x) = log(1 + e⁻ˣ) and -log(1 - σ(x)) = x + log(1 + e⁻ˣ), so that
//   L = Σ ((1 - t) x + v log(1 + e⁻ˣ)) / N   with v = 1 + (w - 1) t
import {
  add,
  cast,
  type Dtype,
  defineLoss,
  divide,
  expectShape,
  map,
  multiply,
  subtract,
  sum,
  type Tensor,
  tensor,
} from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { sigmoid, softplus } from "../formulas/scalar.ts";
import { toPair } from "./pair.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";
import { countEntries, weigh } from "./row-weights.ts";
import { columnWeights } from "./weights.ts";

/** The options of `sigmoidCrossEntropy`. */
export interface SigmoidCrossEntropyOptions extends ReductionOptions {
  /** What a target of 1 weighs against one of 0: one number above 0, or one for each column. @defaultValue 1 */
  readonly positiveWeight?: number | ArrayLike<number>;
}

function expectUnit(t: Tensor): void {
  map(t, (v) => {
    if (v >= 0 && v <= 1) return v;
    throw new Error(`expected targets from 0 to 1, got ${v}`);
  });
}

/**
 * The cross-entropy of sigmoid probabilities, over all entries: `L = Σ -(t log σ(x) + (1 - t) log(1 - σ(x))) / N`, logits
 * `x` and targets `t` of one shape, targets from 0 to 1.
 *
 * Takes logits, not probabilities: the network ends in a plain `dense`, one output for each yes or no. Right at logits of
 * any size. Options: `positiveWeight` multiplies the term with t, one number or one for each column; `reduction: "sum"`
 * does not divide. Throws when the target is not a tensor of the logits' shape, or `[n]` for `[n, 1]`, and when an entry is not from 0 to 1.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { sigmoidCrossEntropy } from "@nudge/layers";
 *
 * const [loss] = sigmoidCrossEntropy().forward(tensor([[0], [-1000]]), tensor([[1], [1]]));
 * console.log(loss.toFixed(4));
 * // 500.3466
 */
export const sigmoidCrossEntropy = /* @__PURE__ */ defineLoss(
  "sigmoidCrossEntropy",
  (options?: SigmoidCrossEntropyOptions) => {
    const { positiveWeight, reduction } = readOptions("sigmoidCrossEntropy", options, {
      ...readersOfReduction(),
      positiveWeight: columnWeights(1),
    });
    const divisor = divisorOf(reduction);
    const surplus = subtract(tensor(positiveWeight), 1);
    return {
      forward: (logits, target, weights) => {
        const t = toPair(logits, target);
        if (surplus.size > 1) expectShape(logits, ["...", surplus.size], "logits");
        expectUnit(t);
        const v = add(multiply(t, cast(surplus, t.dtype as Dtype)), 1);
        const missed = subtract(1, t);
        const losses = add(
          multiply(missed, logits),
          multiply(
            v,
            map(logits, (x) => softplus(-x)),
          ),
        );
        const total = divisor(countEntries(logits, weights), weights);
        return [sum(weigh(losses, weights)) / total, { logits, missed, v, weights, total }];
      },

      // With w the weight of the row, (log(1 + e⁻ˣ))' = -e⁻ˣ / (1 + e⁻ˣ) = -σ(-x):   dx = w ((1 - t) - v σ(-x)) / N
      backward: ({ logits, missed, v, weights, total }) => {
        const missing = map(logits, (x) => sigmoid(-x));
        return divide(weigh(subtract(missed, multiply(v, missing)), weights), total);
      },

      // p = σ(x)
      probabilities: (logits) => map(logits, sigmoid),
    };
  },
);
