// Bugs in convolution, pooling, lookup, masks and joining.
import { fill } from "../algebra.ts";
import {
  applyMask,
  concat,
  conv1d,
  crop,
  dropout,
  embedding,
  ids,
  maxPool1d,
  meanPool,
  paddedGradient,
} from "../bases/places.ts";
import { mutantsOf } from "../definition.ts";
import { times } from "./spoil.ts";

export const placeMutants = [
  ...mutantsOf(conv1d, {
    "conv.stride": {
      bug: "dX scatters at t+k instead of 2t+k",
      diagnosis: "other",
      alternatives: ["support", "permuted"],
      gradients: (_, G, __, { W }) => ({ X: crop(paddedGradient(G, W, 1), 1) }),
    },
    "conv.pad": {
      bug: "dX sliced without the padding offset (shifted by one)",
      diagnosis: "permuted",
      gradients: (_, G, __, { W }) => ({ X: crop(paddedGradient(G, W), 0) }),
    },
  }),
  ...mutantsOf(maxPool1d, {
    "pool.last": {
      bug: "last window skipped",
      diagnosis: "support",
      alternatives: ["missing-sum"],
      gradients: (_, G, best, tensors) =>
        maxPool1d.backward(
          fill(G.shape, (n, c, t) => (t === 3 ? 0 : G.get(n, c, t))),
          best,
          tensors,
        ),
    },
  }),
  ...mutantsOf(embedding, {
    "emb.overwrite": {
      bug: "dE[ids[i]] = G[i] (repeated ids overwrite)",
      diagnosis: "missing-sum",
      alternatives: ["support"],
      gradients: ({ E }, G) => ({
        E: fill(E.shape, (id, j) => (ids.includes(id) ? G.get(ids.lastIndexOf(id), j) : 0)),
      }),
    },
    "emb.pad": {
      bug: "row 0 treated as padding: dE[0] = 0",
      diagnosis: "support",
      alternatives: ["zero"],
      gradients: ({ E }) => ({ E: fill(E.shape, (id, j) => (id === 0 ? 0 : E.get(id, j))) }),
    },
  }),
  ...mutantsOf(meanPool, {
    "meanpool.no_n": {
      bug: "dX = G (÷4 missing)",
      diagnosis: "factor",
      factor: 4,
      gradients: times(4),
    },
  }),
  ...mutantsOf(dropout, {
    "dropout.other": {
      bug: "backward uses the mask reversed along columns (another sample)",
      diagnosis: "other",
      alternatives: ["support", "permuted"],
      gradients: (_, G, mask) => ({ X: applyMask(G, mask.step(1, -1)) }),
    },
  }),
  ...mutantsOf(concat, {
    "concat.swap": {
      bug: "dP and dQ exchanged",
      diagnosis: "permuted",
      gradients: ({ P, Q }) => ({ P: Q, Q: P }),
    },
  }),
];
