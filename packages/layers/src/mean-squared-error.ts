// L = Σ (p - t)² / N      p, t: the same shape, of N entries   ->   L: a number
import { defineLoss, expectShape, mean, multiply, square, subtract, type Tensor } from "@nudge/core";

/**
 * The mean squared error over all entries: `L = Σ (p - t)² / N`, prediction `p` and target `t` of one shape.
 *
 * Throws when the target is not a tensor of the prediction's shape, and when there are no entries.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { meanSquaredError } from "@nudge/layers";
 *
 * const [loss] = meanSquaredError().forward(tensor([[1, 2]]), tensor([[1, 5]]));
 * console.log(loss);
 * // 4.5
 */
export const meanSquaredError = defineLoss("meanSquaredError", () => ({
  forward: (prediction, target) => {
    expectShape(target as Tensor, prediction.shape, "target");
    const difference = subtract(prediction, target as Tensor);
    return [mean(square(difference)), difference];
  },

  // dp = dL/dp = 2 (p - t) / N
  backward: (difference) => multiply(difference, 2 / difference.size),
}));
