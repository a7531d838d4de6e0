// Saturated, next to a pole, steep, and at an optimum.
import { add, matmul, multiply, tensor, zeros } from "@nudge/core";
import { columnMean, fill } from "../algebra.ts";
import { mse } from "../bases/linear.ts";
import { bceLogits } from "../bases/losses.ts";
import { mlpCe, mlpCrossEntropy, neuron } from "../bases/networks.ts";
import { hyperbolicTangent, logarithm, logistic, sine, sinw, squareRoot } from "../bases/pointwise.ts";
import { batchNorm, normalisation } from "../bases/rows.ts";
import { trap } from "../definition.ts";
import { timesX } from "./scales.ts";

export const sigmoidSaturated = trap("sigmoid.sat", logistic, "|X| up to 45", { change: timesX(15) });

export const tanhSaturated = trap("tanh.sat", hyperbolicTangent, "|X| up to 60", { change: timesX(20) });

export const bceSaturated = trap("bce_logits.sat", bceLogits, "logits ±1000", {
  change: () => ({ Z: tensor([1000, -1000, -1000, 1000, 30, -30, -40, 40]) }),
});

export const mlpConfident = trap(
  "mlp_ce.confident",
  mlpCe,
  "every sample right with probability 1 − 1e-26: all gradients ~1e-26",
  {
    change: ({ W2 }) => ({ W2: zeros(W2.shape), b2: tensor([60, 0, 0]) }),
    passes: () => mlpCrossEntropy([0, 0, 0, 0, 0, 0, 0, 0]),
  },
);

export const logNear0 = trap("log.near0", logarithm, "X = 1e-7 ... 1e-4", {
  change: () => ({ X: tensor([1e-7, 3e-7, 1e-6, 1e-5, 1e-4, 2e-6]) }),
});

export const sqrtNear0 = trap("sqrt.near0", squareRoot, "X = 1e-10 ... 1e-4", {
  change: () => ({ X: tensor([1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4]) }),
});

export const batchNormTinyVariance = trap(
  "batchnorm.tinyvar",
  batchNorm,
  "column variance ~1e-12, ε = 1e-12",
  {
    change: ({ X }) => ({ X: add(1, multiply(X, 1e-6)) }),
    passes: () => normalisation(columnMean, 1e-12),
  },
);

export const sin1e5 = trap("sin1e5", sinw, "sin(1e5·x)", { passes: () => sine(1e5) });

export const neuronSteep = trap("sigmoid.steep", neuron, "tanh(1e5·w), w ~ 1e-5: steep but smooth", {
  change: ({ w, x }) => ({ w: multiply(w, 1e-5), x: fill(x.shape, () => 1e5) }),
});

export const mseOptimum = trap("mse.optimum", mse, "perfect fit: true gradient 0", {
  change: ({ W, b, X }) => ({ T: add(matmul(X, W), b) }),
});

export const mseNearOptimum = trap("mse.nearopt", mse, "almost perfect fit: gradient ~1e-10", {
  change: ({ W, b, X, T }) => ({ T: add(add(matmul(X, W), b), multiply(T, 1e-9)) }),
});
