// Bugs in networks of several layers.
import { matmul, multiply, ones, transpose } from "@nudge/core";
import { tanhSlope } from "../algebra.ts";
import { deep8, mlpCe, mlpGradients, residual, tied } from "../bases/networks.ts";
import { mutantsOf } from "../definition.ts";
import { reluMlpKink } from "../traps/kinks.ts";
import { neuronSteep } from "../traps/limits.ts";
import { mlpOffset, mlpTiniestLoss, mlpTinyLoss, neuronMixed, neuronTinyWeights } from "../traps/scales.ts";
import { times, timesEntry, zero } from "./spoil.ts";

export const networkMutants = [
  ...mutantsOf(mlpCe, {
    "mlp.tanh_z": {
      bug: "E uses (1−Z²) (pre-activation)",
      diagnosis: "other",
      gradients: (_, G, { D, H, Z }, tensors) => mlpGradients(multiply(G, D), tanhSlope(Z), H, tensors),
    },
    "mlp.tanh_none": {
      bug: "E = D·W2ᵀ (activation derivative missing)",
      diagnosis: "other",
      gradients: (_, G, { D, H }, tensors) => mlpGradients(multiply(G, D), ones(H.shape), H, tensors),
    },
    "mlp.no_onehot": {
      bug: "D = G·P/N",
      diagnosis: "missing-term",
      alternatives: ["other"],
      gradients: (_, G, { P, H }, tensors) =>
        mlpGradients(multiply(G, multiply(P, 1 / 8)), tanhSlope(H), H, tensors),
    },
    "mlp.detached": {
      bug: "dW1 = 0, db1 = 0 (hidden layer detached)",
      diagnosis: "zero",
      gradients: zero("W1", "b1"),
    },
  }),
  ...mutantsOf(mlpTinyLoss, {
    "trap.loss1e-8_x2": {
      bug: "dW1 doubled; gradients ~1e-9",
      group: "tiny",
      diagnosis: "factor",
      factor: 2,
      gradients: times(2, "W1"),
    },
  }),
  ...mutantsOf(mlpTiniestLoss, {
    "trap.loss1e-12_zero": {
      bug: "all gradients 0; true ~1e-13",
      group: "tiny",
      diagnosis: "zero",
      gradients: zero(),
    },
  }),
  ...mutantsOf(mlpOffset, {
    "trap.off1e6_1e-2": {
      bug: "dW2 ×1.01 under a 1e6 offset",
      group: "subtle",
      diagnosis: "factor",
      factor: 1.01,
      gradients: times(1.01, "W2"),
    },
  }),
  ...mutantsOf(reluMlpKink, {
    "trap.relu_mlp_kink_dW2": {
      bug: "dW2 doubled, beside kinked hidden units",
      group: "trap-mutant",
      diagnosis: "factor",
      factor: 2,
      gradients: times(2, "W2"),
    },
    "trap.relu_mlp_kink_b1": {
      bug: "db1[1] = 0 (a unit away from the kink)",
      group: "trap-mutant",
      diagnosis: "single-entry",
      alternatives: ["zero"],
      gradients: timesEntry(0, "b1", 1),
    },
  }),
  ...mutantsOf(neuronTinyWeights, {
    "trap.w1e-8_x2": {
      bug: "dw doubled; w 1e-8, x 1e8",
      group: "trap-mutant",
      diagnosis: "factor",
      factor: 2,
      gradients: times(2),
    },
  }),
  ...mutantsOf(neuronMixed, {
    "trap.mixed_first": {
      bug: "dw[5] = 0 (true 1e-9 beside dw[0] ~ 1e8)",
      group: "tiny",
      diagnosis: "single-entry",
      alternatives: ["zero", "support"],
      gradients: timesEntry(0, "w", 5),
    },
  }),
  ...mutantsOf(neuronSteep, {
    "trap.steep_x2": {
      bug: "dw doubled",
      group: "trap-mutant",
      diagnosis: "factor",
      factor: 2,
      gradients: times(2),
    },
  }),
  ...mutantsOf(residual, {
    "res.dropped": {
      bug: "dX = D·Wᵀ (skip branch dropped)",
      diagnosis: "missing-term",
      gradients: (_, G, A, { W }) => ({ X: matmul(multiply(G, tanhSlope(A)), transpose(W)) }),
    },
  }),
  ...mutantsOf(tied, {
    "tied.dec_only": {
      bug: "only the decoder term Dᵀ·H",
      diagnosis: "missing-term",
      alternatives: ["missing-sum"],
      gradients: (_, G, { H, D }) => ({ W: multiply(G, matmul(transpose(D), H)) }),
    },
  }),
  ...mutantsOf(deep8, {
    "deep8.W4_sign": {
      bug: "dW4 negated (true |dW4| ~ 1e-5)",
      group: "tiny",
      diagnosis: "sign",
      gradients: times(-1, "W4"),
    },
  }),
];
