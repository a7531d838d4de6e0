// Degenerate, saturated and unused: gradients that are nothing, and rightly so.
import {
  add,
  divide,
  map,
  matmul,
  multiply,
  ones,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { columnMean, fill, increment, walk } from "../../corpus/algebra.ts";
import { mlpCe } from "../../corpus/bases/networks.ts";
import { l2norm, normalisation, normalisedGradient } from "../../corpus/bases/rows.ts";
import type { DrawnMap } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

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

const spareParameters: DrawnMap<null> = {
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

export const unused = [
  trap(
    "lengths of rows, one of them 0, with epsilon",
    { ...l2norm, change: ({ X }) => ({ X: fill(X.shape, (n, j) => (n === 2 ? 0 : X.get(n, j))) }) },
    { "off by 1e-5": off("X", 1e-5), "X[2, 1] is 0": entry("X", [2, 1]) },
  ),
  trap(
    "a network with units far in saturation",
    { ...mlpCe, change: ({ W1 }) => ({ W1: multiply(W1, 40) }) },
    { "W2 off by 1e-5": off("W2", 1e-5) },
  ),
  trap("batch norm of a nearly constant column", nearlyConstant, {
    "X off by 1e-5": off("X", 1e-5),
    "X[2, 1] is 0": entry("X", [2, 1]),
  }),
  trap("bias before batch norm", biasBeforeNorm, {
    "W off by 1e-5": off("W", 1e-5),
    "b not taken out": (_, dy) => ({ b: sum(dy, 0) }),
  }),
  trap("unused parameters", spareParameters, { "spare[1, 1] is 1e-6": entry("spare", [1, 1], 1e-6) }),
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
  trap(
    "a constant function",
    {
      data: "*x[4]",
      forward: ({ x }) => [ones(x.shape), null],
      backward: (_, __, { x }) => ({ x: zeros(x.shape) }),
    },
    { "x[2] is 1e-12": entry("x", [2], 1e-12) },
    { undecidable: true },
  ),
];
