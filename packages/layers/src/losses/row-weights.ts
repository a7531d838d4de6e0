// Weights of rows: in what a loss adds up, row i counts wᵢ times.
import { map, sum, type Tensor, tensors } from "@nudge/core";

/** The entries of `x: [n, ...]`, each times the weight of its row. What has the weight 0 is left out, even if it is not finite. */
export function weigh(x: Tensor, weights: Tensor | undefined): Tensor {
  if (weights === undefined) return x;
  const ofRows = tensors.reshape(weights, [weights.size, ...x.shape.slice(1).map(() => 1)]);
  return map(x, ofRows, (value, weight) => (weight === 0 ? 0 : weight * value));
}

/** How many rows the weights stand for: n, or Σ wᵢ. */
export const countRows = (n: number, weights: Tensor | undefined): number =>
  weights === undefined ? n : sum(weights);

/** How many entries of `x: [n, ...]` the weights stand for: N, or Σ wᵢ N / n. */
export const countEntries = (x: Tensor, weights: Tensor | undefined): number =>
  weights === undefined ? x.size : sum(weights) * (x.size / weights.size);
