// Bugs in softmax, normalisation and running sums.
import { divide, multiply, subtract, type Tensor, zeros } from "@nudge/core";
import { columnMean, columnSum, sigmoidSlope, softmax as softmaxOf } from "../algebra.ts";
import {
  batchNorm,
  cumsum,
  cumulate,
  l2norm,
  layerNorm,
  logSoftmax,
  normalisedGradient,
  softmax,
} from "../bases/rows.ts";
import { mutantsOf } from "../definition.ts";
import { batchNormTinyVariance } from "../traps/limits.ts";
import { times } from "./spoil.ts";

/** In the place of a mean: a path that is dropped. */
const dropped = (X: Tensor) => zeros(X.shape);

export const rowMutants = [
  ...mutantsOf(softmax, {
    "softmax.diag": {
      bug: "dZ = Y(1−Y)G (cross terms missing)",
      diagnosis: "missing-term",
      alternatives: ["other"],
      gradients: (_, G, Y) => ({ Z: multiply(sigmoidSlope(Y), G) }),
    },
    "softmax.nosum": {
      bug: "dZ = Y⊙G",
      diagnosis: "missing-term",
      gradients: (_, G, Y) => ({ Z: multiply(Y, G) }),
    },
  }),
  ...mutantsOf(logSoftmax, {
    "log_softmax.noG": {
      bug: "dZ = G − softmax(Z) (row sum of G missing)",
      diagnosis: "ignores-upstream",
      alternatives: ["missing-sum", "missing-term", "other"],
      gradients: (_, G, __, { Z }) => ({ Z: subtract(G, softmaxOf(Z)) }),
    },
  }),
  ...mutantsOf(batchNorm, {
    "bn.no_var": {
      bug: "dX = (H − mean H)/s (variance path dropped)",
      diagnosis: "missing-term",
      gradients: (_, G, cache, { gamma }) => ({
        X: normalisedGradient(multiply(G, gamma), cache, columnMean, dropped),
      }),
    },
    "bn.no_mean": {
      bug: "dX = (H − X̂ mean(H X̂))/s (mean path dropped)",
      diagnosis: "missing-term",
      gradients: (_, G, cache, { gamma }) => ({
        X: normalisedGradient(multiply(G, gamma), cache, dropped, columnMean),
      }),
    },
    "bn.frozen": {
      bug: "dX = H/s (statistics treated as constants)",
      diagnosis: "missing-term",
      alternatives: ["other"],
      gradients: (_, G, { s }, { gamma }) => ({ X: divide(multiply(G, gamma), s) }),
    },
    "bn.unbiased": {
      bug: "backward means over the variance path divide by N−1",
      diagnosis: "other",
      alternatives: ["missing-term"],
      gradients: (_, G, cache, { gamma }) => ({
        X: normalisedGradient(multiply(G, gamma), cache, columnMean, (X) => divide(columnSum(X), 5)),
      }),
    },
  }),
  ...mutantsOf(batchNormTinyVariance, {
    "trap.bn_tinyvar_novar": {
      bug: "variance path dropped",
      group: "trap-mutant",
      diagnosis: "missing-term",
      gradients: (_, G, cache, { gamma }) => ({
        X: normalisedGradient(multiply(G, gamma), cache, columnMean, dropped),
      }),
    },
  }),
  ...mutantsOf(layerNorm, {
    "ln.axis": {
      bug: "means in dX taken over columns (wrong axis)",
      diagnosis: "wrong-axis",
      alternatives: ["other"],
      gradients: (_, G, cache, { gamma }) => ({
        X: normalisedGradient(multiply(G, gamma), cache, columnMean),
      }),
    },
    "ln.dgamma_mean": {
      bug: "dγ = mean_n instead of Σ_n",
      diagnosis: "factor",
      factor: 0.25,
      gradients: times(0.25, "gamma"),
    },
  }),
  ...mutantsOf(l2norm, {
    "l2norm.noproj": {
      bug: "dX = G/s",
      diagnosis: "missing-term",
      gradients: (_, G, { s }) => ({ X: divide(G, s) }),
    },
  }),
  ...mutantsOf(cumsum, {
    "cumsum.fwd": {
      bug: "dX = forward cumsum of G (not reversed)",
      diagnosis: "other",
      alternatives: ["permuted", "wrong-axis", "transposed"],
      gradients: (_, G) => ({ X: cumulate(G) }),
    },
  }),
];
