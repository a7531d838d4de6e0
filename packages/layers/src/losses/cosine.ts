// L = Σ_i (1 - cos(p_i, t_i)) / n, cos(p, t) = p·t / √((p·p + ε) (t·t + ε))      p, t: [n, d]   ->   L: a number
import {
  add,
  defineLoss,
  divide,
  expectShape,
  multiply,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
} from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { toPair } from "./pair.ts";
import { divisorOf, type ReductionOptions, readersOfReduction } from "./reduction.ts";
import { countRows, weigh } from "./row-weights.ts";

/** Keeps rows of zeros from 0 / 0. */
const epsilon = 1e-12;

const sumOfRows = (x: Tensor) => sum(x, 1, { keepDims: true });

/**
 * How far rows point in different directions, the mean over the batch: `L = Σ_i (1 - cos(p_i, t_i)) / n` with
 * `cos(p, t) = p·t / √((p·p + 1e-12) (t·t + 1e-12))`, prediction `p` and target `t: [n, d]`; from 0 to 2.
 *
 * `reduction: "sum"` does not divide. Throws when the prediction is not `[n, d]`, and when the target is not a tensor of
 * its shape, or `[n]` for `[n, 1]`.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { cosine } from "@nudge/layers";
 *
 * const [loss] = cosine().forward(tensor([[3, 0], [0, 2]]), tensor([[1, 0], [0, -1]]));
 * console.log(loss.toFixed(4));
 * // 1.0000
 */
export const cosine = /* @__PURE__ */ defineLoss("cosine", (options?: ReductionOptions) => {
  const { reduction } = readOptions("cosine", options, readersOfReduction());
  const divisor = divisorOf(reduction);
  return {
    forward: (prediction, target, weights) => {
      expectShape(prediction, ["n", "d"], "prediction");
      const t = toPair(prediction, target);
      const length = add(sumOfRows(square(prediction)), epsilon);
      const norm = sqrt(multiply(length, add(sumOfRows(square(t)), epsilon)));
      const cos = divide(sumOfRows(multiply(prediction, t)), norm);
      const n = countRows(prediction.shape[0], weights);
      const total = divisor(n, weights);
      return [(n - sum(weigh(cos, weights))) / total, { prediction, t, cos, length, norm, weights, total }];
    },

    // With A = p·p + ε and B = t·t + ε:   dcos/dp = t / √(A B) - cos p / A;   dp = -w dcos/dp / n
    backward: ({ prediction, t, cos, length, norm, weights, total }) =>
      divide(weigh(subtract(multiply(prediction, divide(cos, length)), divide(t, norm)), weights), total),
  };
});
