// Softmax and its kin with places that are masked, far ahead, or equal.
import {
  add,
  matmul,
  mean,
  multiply,
  ones,
  subtract,
  sum,
  type Tensor,
  tensor,
  transpose,
} from "@nudge/core";
import { fill, logSumExp as logSumExpOf, rowSum, softmax as softmaxOf } from "../../corpus/algebra.ts";
import { bceLogits } from "../../corpus/bases/losses.ts";
import { logSumExp, softmax } from "../../corpus/bases/rows.ts";
import { softmaxGradient } from "../../corpus/bases/sequence.ts";
import type { DrawnMap } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const never = Number.NEGATIVE_INFINITY;
const masked = (n: number, j: number) => (n + 2 * j) % 3 === 0;
const mask = (Z: Tensor) => fill(Z.shape, (n, j) => (masked(n, j) ? never : Z.get(n, j)));

const maskedSoftmax: DrawnMap<Tensor> = {
  data: "*Z[4,5]{-2,2}",
  forward: ({ Z }) => {
    const Y = softmaxOf(mask(Z));
    return [Y, Y];
  },
  backward: (dy, Y) => ({ Z: multiply(Y, subtract(dy, rowSum(multiply(dy, Y)))) }),
};

const meanOfSoftmax: DrawnMap<Tensor> = {
  data: "*Z[3,2]{-9,9}",
  forward: ({ Z }) => {
    const Y = softmaxOf(Z);
    return [tensor(mean(Y)), Y];
  },
  backward: (dy, Y) => {
    const D = fill(Y.shape, () => dy.get() / Y.size);
    return { Z: multiply(Y, subtract(D, rowSum(multiply(D, Y)))) };
  },
};

/** Softmax does not notice what is added to a whole row: all that comes back is rounding. */
const shifted: DrawnMap<Tensor> = {
  data: "*Z[4,3]{-2,2} *s[4,1]",
  forward: ({ Z, s }) => {
    const Y = softmaxOf(add(Z, s));
    return [Y, Y];
  },
  backward: (dy, Y) => {
    const dZ = multiply(Y, subtract(dy, rowSum(multiply(dy, Y))));
    return { Z: dZ, s: rowSum(dZ) };
  },
};

/** Attention whose keys have a bias: it adds the same to all scores of a query. */
const keyBias: DrawnMap<Tensor> = {
  data: "*Q[4,3] *K[5,3] *b[3] V[5,2]",
  forward: ({ Q, K, b, V }) => {
    const P = softmaxOf(matmul(Q, transpose(add(K, b))));
    return [matmul(P, V), P];
  },
  backward: (dy, P, { Q, K, b, V }) => {
    const dS = softmaxGradient(matmul(dy, transpose(V)), P);
    const dK = matmul(transpose(dS), Q);
    return { Q: matmul(dS, add(K, b)), K: dK, b: sum(dK, 0) };
  },
};

/** The logarithm of 0 is the output of a masked place. */
const maskedLogSoftmax: DrawnMap<null> = {
  data: "*Z[4,5]{-2,2}",
  forward: ({ Z }) => [subtract(mask(Z), logSumExpOf(mask(Z))), null],
  backward: (dy, _, { Z }) => {
    const open = fill(Z.shape, (n, j) => (masked(n, j) ? 0 : dy.get(n, j)));
    return { Z: subtract(open, multiply(softmaxOf(mask(Z)), rowSum(open))) };
  },
};

/** Attention in which the last query may look at nothing: its output is 0. */
const blindQuery: DrawnMap<Tensor> = {
  data: "*Q[3,4] *K[3,4] *V[3,2]",
  forward: ({ Q, K, V }) => {
    const S = multiply(matmul(Q, transpose(K)), 0.5);
    const P = softmaxOf(fill(S.shape, (i, j) => (j > i ? never : S.get(i, j))));
    const seen = fill(P.shape, (i, j) => (i === 2 ? 0 : P.get(i, j)));
    return [matmul(seen, V), seen];
  },
  backward: (dy, P, { Q, K, V }) => {
    const dS = softmaxGradient(matmul(dy, transpose(V)), P);
    return {
      Q: multiply(matmul(dS, K), 0.5),
      K: multiply(matmul(transpose(dS), Q), 0.5),
      V: matmul(transpose(P), dy),
    };
  },
};

export const masks = [
  trap("softmax with masked places", maskedSoftmax, { "off by 1e-5": off("Z", 1e-5) }),
  trap("log-softmax that is -Infinity where masked", maskedLogSoftmax, {
    "Z[1, 1] is 0.1": entry("Z", [1, 1], 0.1),
  }),
  trap("logits of -Infinity", {
    ...softmax,
    change: ({ Z }) => ({ Z: mask(Z) }),
  }),
  trap(
    "softmax with a logit 36 ahead in two rows",
    {
      ...softmax,
      change: ({ Z }) => ({ Z: fill(Z.shape, (n, j) => Z.get(n, j) + (n < 2 && j === n ? 36 : 0)) }),
    },
    { "Z[3, 1] is 0": entry("Z", [3, 1]) },
  ),
  trap("mean of softmax, which is constant", meanOfSoftmax, {}, { undecidable: true }),
  trap("softmax of rows with a shift each", shifted, { "Z off by 1e-5": off("Z", 1e-5) }),
  trap(
    "softmax of rows with a shift each, one logit far ahead",
    { ...shifted, change: ({ Z }) => ({ Z: fill(Z.shape, (n, j) => Z.get(n, j) + (j === 0 ? 9 * n : 0)) }) },
    { "s[1, 0] is 1e-6": entry("s", [1, 0], 1e-6) },
  ),
  trap("attention with a bias of the keys", keyBias, {
    "b is 1e-3": () => ({ b: multiply(1e-3, ones([3])) }),
  }),
  trap("attention with a row that sees nothing", blindQuery, {
    "Q[1, 2] is 0": entry("Q", [1, 2]),
    "Q[2, 0] is 1e-3": entry("Q", [2, 0], 1e-3),
  }),
  trap(
    "logsumexp of equal values",
    { ...logSumExp, change: ({ X }) => ({ X: fill(X.shape, (n) => 100 * n) }) },
    { "off by 1e-5": off("X", 1e-5) },
  ),
  trap(
    "cross-entropy with rows that are sure",
    {
      ...bceLogits,
      change: () => ({ Z: tensor([40, -40, 700, -700, 0.3, 0.2, 1, -37]) }),
    },
    { "Z[4] is 0": entry("Z", [4]) },
  ),
];
