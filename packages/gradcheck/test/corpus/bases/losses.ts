// Losses of given predictions.
import { map, multiply, subtract, sum, type Tensor, tensor } from "@nudge/core";
import { fill } from "../algebra.ts";
import { base } from "../definition.ts";
import { sigma } from "./pointwise.ts";

/** What the logits of the binary cross-entropy should be. */
export const binaryTargets = tensor([1, 0, 1, 0, 1, 0, 1, 0]);

/** The gradient, given the probabilities that the logits stand for. */
export const binaryGradient = (G: Tensor, probabilities: Tensor) =>
  multiply(G, multiply(subtract(probabilities, binaryTargets), 1 / 8));

export const bceLogits = base("bce_logits", 113, "*Z[8]{-4,4}", {
  forward: ({ Z }) => {
    const losses = map(
      Z,
      binaryTargets,
      (z, t) => Math.max(z, 0) - z * t + Math.log(1 + Math.exp(-Math.abs(z))),
    );
    return [tensor(sum(losses) / 8), null];
  },
  backward: (G, _, { Z }) => ({ Z: binaryGradient(G, map(Z, sigma)) }),
});

export const labels = [0, 3, 1, 2, 3];

/** S[n,j] − S[n,label] + 1 where that is positive and j is not the label, else 0. */
const margins = (S: Tensor) =>
  fill(S.shape, (n, j) => (j === labels[n] ? 0 : Math.max(0, S.get(n, j) - S.get(n, labels[n]) + 1)));

/** A matrix whose label column is `label(n)` and whose other entries are G/5 where active. */
export const hingeGradient = (
  G: Tensor,
  shape: readonly number[],
  active: (n: number, j: number) => boolean,
  label: (count: number) => number = (count) => count,
): Tensor => {
  const one = fill(shape, (n, j) => (j !== labels[n] && active(n, j) ? 1 : 0));
  const count = sum(one, 1);
  return multiply(
    G,
    fill(shape, (n, j) => (j === labels[n] ? -label(count.get(n)) : one.get(n, j)) / 5),
  );
};

/** The multi-class hinge loss; the cache is the margins. */
export const hinge = base("hinge", 124, "*S_[5,4]{-2,2}", {
  forward: ({ S_ }) => {
    const M = margins(S_);
    return [tensor(sum(M) / 5), M];
  },
  backward: (G, M) => ({ S_: hingeGradient(G, M.shape, (n, j) => M.get(n, j) > 0) }),
});

export const huber = base("huber", 129, "*E[8]{-1.5,1.5}", {
  forward: ({ E }) => [
    tensor(sum(map(E, (e) => (Math.abs(e) <= 0.5 ? 0.5 * e * e : 0.5 * (Math.abs(e) - 0.25))))),
    null,
  ],
  backward: (G, _, { E }) => ({
    E: multiply(
      G,
      map(E, (e) => Math.min(Math.max(e, -0.5), 0.5)),
    ),
  }),
});
