// Saturated, masked, degenerate and unused: gradients that are nothing, and rightly so.
import {
  add,
  divide,
  map,
  matmul,
  mean,
  multiply,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@nudge/core";
import {
  columnMean,
  fill,
  increment,
  logSumExp as logSumExpOf,
  rowSum,
  softmax as softmaxOf,
  walk,
} from "../../corpus/algebra.ts";
import { bceLogits } from "../../corpus/bases/losses.ts";
import { mlpCe } from "../../corpus/bases/networks.ts";
import { logistic } from "../../corpus/bases/pointwise.ts";
import { l2norm, logSumExp, normalisation, normalisedGradient, softmax } from "../../corpus/bases/rows.ts";
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

/** Y = batch norm of X W + b: the bias is taken out again. */
const biasBeforeNorm: DrawnMap<{ Xhat: Tensor; s: Tensor }> = {
  data: "*W[3,4] *b[4] X[6,3]",
  forward: ({ X, W, b }) => {
    const Z = add(matmul(X, W), b);
    const centred = subtract(Z, columnMean(Z));
    const s = sqrt(add(columnMean(square(centred)), 1e-5));
    const Xhat = divide(centred, s);
    return [Xhat, { Xhat, s }];
  },
  backward: (dy, cache, { X }) => {
    const dZ = normalisedGradient(dy, cache, columnMean);
    return { W: matmul(transpose(X), dZ), b: sum(dZ, 0) };
  },
};

const used = [1, 1, 7];
const lookup: DrawnMap<null> = {
  data: "*E[40,3]",
  forward: ({ E }) => [fill([3, 3], (i, j) => E.get(used[i], j) ** 2), null],
  backward: (dy, _, { E }) => {
    const dE = zeros(E.shape);
    walk(dy.shape, (i, j) => increment(dE, [used[i], j], 2 * E.get(used[i], j) * dy.get(i, j)));
    return { E: dE };
  },
};

const unused: DrawnMap<null> = {
  data: "*x[4] *spare[2,3]",
  forward: ({ x }) => [map(x, Math.sin), null],
  backward: (dy, _, { x, spare }) => ({ x: multiply(dy, map(x, Math.cos)), spare: zeros(spare.shape) }),
};

const nearlyConstant: DrawnMap<{ Xhat: Tensor; s: Tensor }> = {
  data: "*X[6,3] *gamma[3]{0.5,1.5} *beta[3]",
  change: ({ X }) => ({ X: fill(X.shape, (n, j) => (j === 1 ? 5 + 1e-10 * X.get(n, j) : X.get(n, j))) }),
  ...normalisation(columnMean, 1e-5),
};

const angles: DrawnMap<null> = {
  data: "*a[6]{-2,-0.1} *b[6]",
  forward: ({ a, b }) => [map(b, a, (y, x) => Math.atan2(y, x)), null],
  backward: (dy, _, { a, b }) => {
    const r = add(square(a), square(b));
    return { a: divide(multiply(multiply(-1, b), dy), r), b: divide(multiply(a, dy), r) };
  },
};

export const limits = [
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
  trap("attention with a row that sees nothing", blindQuery, {
    "Q[1, 2] is 0": entry("Q", [1, 2]),
    "Q[2, 0] is 1e-3": entry("Q", [2, 0], 1e-3),
  }),
  trap(
    "lengths of rows, one of them 0, with epsilon",
    { ...l2norm, change: ({ X }) => ({ X: fill(X.shape, (n, j) => (n === 2 ? 0 : X.get(n, j))) }) },
    { "off by 1e-5": off("X", 1e-5), "X[2, 1] is 0": entry("X", [2, 1]) },
  ),
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
  trap(
    "a network with units far in saturation",
    { ...mlpCe, change: ({ W1 }) => ({ W1: multiply(W1, 40) }) },
    { "W2 off by 1e-5": off("W2", 1e-5) },
  ),
  trap("sigmoid from -800 to 800", { ...logistic, data: "*X[4,5]{-800,800}" }, {}, { undecidable: true }),
  trap("batch norm of a nearly constant column", nearlyConstant, {
    "X off by 1e-5": off("X", 1e-5),
    "X[2, 1] is 0": entry("X", [2, 1]),
  }),
  trap("bias before batch norm", biasBeforeNorm, {
    "W off by 1e-5": off("W", 1e-5),
    "b not taken out": (_, dy) => ({ b: sum(dy, 0) }),
  }),
  trap("unused parameters", unused, { "spare[1, 1] is 1e-6": entry("spare", [1, 1], 1e-6) }),
  trap("embedding with 38 rows that are never used", lookup, {
    "E[1, 0] counted once": (right) => ({
      E: fill(right.E.shape, (i, j) => right.E.get(i, j) / (i === 1 && j === 0 ? 2 : 1)),
    }),
    "E[30, 2] is 1e-9": entry("E", [30, 2], 1e-9),
  }),
  trap("angles", angles, { "a off by 1e-5": off("a", 1e-5) }),
  trap(
    "weights of zero before a product",
    {
      data: "*U[3,4] *V[4,2] X[5,3]",
      change: ({ U, V }) => ({ U: zeros(U.shape), V: zeros(V.shape) }),
      forward: ({ X, U, V }) => [matmul(matmul(X, U), V), null],
      backward: (dy, _, { X, U, V }) => ({
        U: matmul(transpose(X), matmul(dy, transpose(V))),
        V: matmul(transpose(matmul(X, U)), dy),
      }),
    },
    {},
    { undecidable: true },
  ),
  trap(
    "weights of zero in one of two layers",
    {
      data: "*U[3,4] *V[4,2] X[5,3]",
      change: ({ V }) => ({ V: zeros(V.shape) }),
      forward: ({ X, U, V }) => [matmul(matmul(X, U), V), null],
      backward: (dy, _, { X, U, V }) => ({
        U: matmul(transpose(X), matmul(dy, transpose(V))),
        V: matmul(transpose(matmul(X, U)), dy),
      }),
    },
    { "U ignores V": (right, _, __, { U }) => ({ U: add(right.U, multiply(U, 1e-3)) }) },
  ),
];
