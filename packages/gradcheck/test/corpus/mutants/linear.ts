// Bugs in linear maps and in the losses upon them.
import { matmul, mean, multiply, sum, tensor, transpose } from "@nudge/core";
import { put, rows } from "../algebra.ts";
import {
  addPenalty,
  l2reg,
  linear,
  linearBig,
  linearSquare,
  mse,
  squaredErrorGradient,
  weightGradients,
} from "../bases/linear.ts";
import { mutantsOf } from "../definition.ts";
import { mseNearOptimum } from "../traps/limits.ts";
import { times, timesEntry, zero } from "./spoil.ts";

export const linearMutants = [
  ...mutantsOf(linearSquare, {
    "linear_sq.dW_transposed": {
      bug: "dW = (Xᵀ·G)ᵀ",
      diagnosis: "transposed",
      gradients: ({ W }) => ({ W: transpose(W) }),
    },
    "linear_sq.alias": {
      bug: "dX and dW share one buffer (dW overwrites dX)",
      diagnosis: "permuted",
      alternatives: ["aliased", "other"],
      gradients: ({ W }) => ({ X: W }),
    },
  }),
  ...mutantsOf(linear, {
    "linear.db_mean": {
      bug: "db = mean_n G",
      diagnosis: "factor",
      factor: 0.2,
      gradients: (_, G) => ({ b: mean(G, 0) }),
    },
    "linear.db_zero": { bug: "db = 0 (bias gradient forgotten)", diagnosis: "zero", gradients: zero("b") },
    "linear.dW_x2": { bug: "dW = 2Xᵀ·G", diagnosis: "factor", factor: 2, gradients: times(2, "W") },
    "linear.batch1": {
      bug: "dW = X[0]ᵀ·G[0] (right only when batch = 1)",
      diagnosis: "missing-sum",
      gradients: (_, G, __, { X }) => ({ W: matmul(transpose(rows(X, 0, 1)), rows(G, 0, 1)) }),
    },
    "linear.entry1e-3": {
      bug: "dW[1,2] ×(1+1e-3)",
      group: "subtle",
      diagnosis: "single-entry",
      gradients: timesEntry(1 + 1e-3, "W", 1, 2),
    },
    "linear.entry1e-6": {
      bug: "dW[1,2] ×(1+1e-6)",
      group: "subtle",
      diagnosis: "single-entry",
      gradients: timesEntry(1 + 1e-6, "W", 1, 2),
    },
    "linear.all1e-3": {
      bug: "dW ×(1+1e-3)",
      group: "subtle",
      diagnosis: "factor",
      factor: 1.001,
      gradients: times(1 + 1e-3, "W"),
    },
    "linear.all1e-5": {
      bug: "dW ×(1+1e-5)",
      group: "subtle",
      diagnosis: "factor",
      factor: 1.00001,
      gradients: times(1 + 1e-5, "W"),
    },
    "linear.all1e-6": {
      bug: "dW ×(1+1e-6)",
      group: "subtle",
      diagnosis: "factor",
      factor: 1.000001,
      gradients: times(1 + 1e-6, "W"),
    },
    "linear.db_shape1": {
      bug: "c = 1 everywhere; db returned with shape [1] holding the (right) common value 5",
      group: "shape-nan",
      diagnosis: "shape",
      upstream: [1, 1],
      gradients: ({ b }) => ({ b: tensor([b.get(0)]) }),
    },
    "linear.db_scalar": {
      bug: "db = ΣG, a scalar that broadcasts",
      group: "shape-nan",
      diagnosis: "shape",
      gradients: (_, G) => ({ b: tensor(sum(G)) }),
    },
    "linear.nan": {
      bug: "dW[2,1] = NaN",
      group: "shape-nan",
      diagnosis: "non-finite",
      gradients: timesEntry(Number.NaN, "W", 2, 1),
    },
  }),
  ...mutantsOf(linearBig, {
    "big.one_1e-3": {
      bug: "dW[37,62] ×(1+1e-3)",
      group: "subtle",
      diagnosis: "single-entry",
      gradients: timesEntry(1 + 1e-3, "W", 37, 62),
    },
    "big.one_zero": {
      bug: "dW[37,62] = 0",
      diagnosis: "single-entry",
      gradients: timesEntry(0, "W", 37, 62),
    },
    "big.swap2": {
      bug: "dW[37,62] and dW[37,63] exchanged",
      diagnosis: "permuted",
      gradients: ({ W }) => ({ W: put(put(W, [37, 62], W.get(37, 63)), [37, 63], W.get(37, 62)) }),
    },
  }),
  ...mutantsOf(mse, {
    "mse.no_mean": {
      bug: "E = 2G(Y−T) (batch mean missing)",
      diagnosis: "factor",
      factor: 18,
      gradients: (_, G, Y, { X, T }) => weightGradients(multiply(squaredErrorGradient(G, Y, T), Y.size), X),
    },
    "mse.broadcast": {
      bug: "E[n,j] = 2G(mean_m(Y[n,j] − T[m,j]))/(N·O): target broadcast over the batch",
      diagnosis: "other",
      alternatives: ["wrong-axis"],
      gradients: (_, G, Y, { X, T }) => weightGradients(squaredErrorGradient(G, Y, mean(T, 0)), X),
    },
  }),
  ...mutantsOf(mseNearOptimum, {
    "trap.nearopt_x2": {
      bug: "all gradients doubled; true ~1e-10",
      group: "tiny",
      diagnosis: "factor",
      factor: 2,
      gradients: times(2),
    },
  }),
  ...mutantsOf(l2reg, {
    "l2.forgotten": {
      bug: "L2 term missing from dW",
      diagnosis: "missing-term",
      gradients: (_, G, Y, tensors) => mse.backward(G, Y, tensors),
    },
    "l2.lamW": {
      bug: "L2 term λW instead of 2λW",
      diagnosis: "missing-term",
      gradients: (_, G, Y, tensors) => addPenalty(mse.backward(G, Y, tensors), G, 0.05, tensors.W),
    },
  }),
];
