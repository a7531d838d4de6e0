// Functions of whole rows or columns: softmax and its kin, normalisation, maxima, running sums.
import {
  add,
  argmax,
  divide,
  max,
  multiply,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  tensors,
} from "@nudge/core";
import {
  columnMean,
  fill,
  logSumExp as logSumExpOf,
  rowMean,
  rowSum,
  softmax as softmaxOf,
} from "../algebra.ts";
import { base, type Passes } from "../definition.ts";

/** One entry per row, as a column. */
const asColumn = (G: Tensor) => tensors.reshape(G, [G.shape[0], 1]);

/** The cache is Y. */
export const softmax = base("softmax", 106, "*Z[4,4]{-2,2}", {
  forward: ({ Z }) => {
    const Y = softmaxOf(Z);
    return [Y, Y];
  },
  backward: (G, Y) => ({ Z: multiply(Y, subtract(G, rowSum(multiply(G, Y)))) }),
});

export const logSoftmax = base("log_softmax", 107, "*Z[4,5]{-2,2}", {
  forward: ({ Z }) => [subtract(Z, logSumExpOf(Z)), null],
  backward: (G, _, { Z }) => ({ Z: subtract(G, multiply(softmaxOf(Z), rowSum(G))) }),
});

export const logSumExp = base("logsumexp", 139, "*X[4,5]{-3,3}", {
  forward: ({ X }) => [tensors.reshape(logSumExpOf(X), [X.shape[0]]), null],
  backward: (G, _, { X }) => ({ X: multiply(softmaxOf(X), asColumn(G)) }),
});

/** The cache is where each row has its maximum; the first index wins. */
export const rowMax = base("rowmax", 138, "*X[4,5]", {
  forward: ({ X }) => [max(X, 1), argmax(X, 1)],
  backward: (G, best, { X }) => ({ X: fill(X.shape, (n, j) => (j === best.get(n) ? G.get(n) : 0)) }),
});

export interface Normalised {
  /** (X − μ)/s */
  readonly Xhat: Tensor;
  /** √(v + ε) */
  readonly s: Tensor;
}

/** (H − mean H − X̂ ⊙ mean(H ⊙ X̂))/s, with means over the normalised axis unless given. */
export function normalisedGradient(
  H: Tensor,
  { Xhat, s }: Normalised,
  mean: (X: Tensor) => Tensor,
  varianceMean = mean,
): Tensor {
  return divide(subtract(subtract(H, mean(H)), multiply(Xhat, varianceMean(multiply(H, Xhat)))), s);
}

/** Y = γ ⊙ X̂ + β, where X̂ has mean 0 and (biased) variance 1 along an axis. */
export function normalisation(mean: (X: Tensor) => Tensor, epsilon: number): Passes<Normalised> {
  return {
    forward: ({ X, gamma, beta }) => {
      const centred = subtract(X, mean(X));
      const s = sqrt(add(mean(square(centred)), epsilon));
      const Xhat = divide(centred, s);
      return [add(multiply(gamma, Xhat), beta), { Xhat, s }];
    },
    backward: (G, cache, { gamma }) => ({
      X: normalisedGradient(multiply(G, gamma), cache, mean),
      gamma: sum(multiply(G, cache.Xhat), 0),
      beta: sum(G, 0),
    }),
  };
}

export const batchNorm = base(
  "batchnorm",
  114,
  "*X[6,3] *gamma[3]{0.5,1.5} *beta[3]",
  normalisation(columnMean, 0.01),
);

export const layerNorm = base(
  "layernorm",
  115,
  "*X[4,4] *gamma[4]{0.5,1.5} *beta[4]",
  normalisation(rowMean, 1e-5),
);

/** Y = X/s with s = √(rowsum X² + 1e-6). */
export const l2norm = base("l2norm", 128, "*X[4,3]", {
  forward: ({ X }) => {
    const s = sqrt(add(rowSum(square(X)), 1e-6));
    const Y = divide(X, s);
    return [Y, { Y, s }];
  },
  backward: (G, { Y, s }) => ({ X: divide(subtract(G, multiply(Y, rowSum(multiply(G, Y)))), s) }),
});

/** Running sums along the rows of a matrix. */
export const cumulate = (X: Tensor) =>
  fill(X.shape, (n, j) => Array.from({ length: j + 1 }, (_, i) => X.get(n, i)).reduce((a, b) => a + b));

const reverse = (X: Tensor) => X.step(1, -1);

export const cumsum = base("cumsum", 131, "*X[3,5]", {
  forward: ({ X }) => [cumulate(X), null],
  backward: (G) => ({ X: reverse(cumulate(reverse(G))) }),
});
