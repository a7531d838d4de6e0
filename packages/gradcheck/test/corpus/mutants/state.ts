// Bugs that remember, draw or write where they should not: the first gradient may be right.
import { add, copy, map, max, multiply, subtract, type Tensor } from "@nudge/core";
import { overwrite } from "../algebra.ts";
import { biasAdd, mse } from "../bases/linear.ts";
import { applyMask, dropout } from "../bases/places.ts";
import { softmax } from "../bases/rows.ts";
import { mutantsOf, type Tensors } from "../definition.ts";
import { mulberry32 } from "../draw.ts";

/** A mask that keeps six entries of ten. */
const drawMask = (X: Tensor, uniform: () => number) => map(X, () => (uniform() < 0.6 ? 1 : 0));

export const stateMutants = [
  ...mutantsOf(mse, {
    "mse.accumulate": {
      bug: "backward adds into a buffer kept between calls, never zeroed (first call right)",
      group: "state",
      diagnosis: "accumulates",
      alternatives: ["nondeterministic-backward"],
      passes: (right) => {
        let kept: Tensors | undefined;
        return {
          backward: (...given) => {
            const gradients = right.backward(...given);
            if (kept) for (const name in kept) overwrite(kept[name], add(kept[name], gradients[name]));
            kept ??= gradients;
            return kept;
          },
        };
      },
    },
    "mse.updates_params": {
      bug: "backward also does W −= 0.01·dW (optimizer step inside)",
      group: "state",
      diagnosis: "mutates-input",
      gradients: (right, _, __, { W }) => {
        overwrite(W, subtract(W, multiply(right.W, 0.01)));
        return {};
      },
    },
    "mse.stale_cache": {
      bug: "cache kept from the FIRST forward and never refreshed: right at the first point, wrong after any weight change",
      group: "state",
      diagnosis: "stale",
      passes: (right) => {
        let first: Tensor | undefined;
        return {
          forward: (tensors) => {
            const [L, cache] = right.forward(tensors);
            first ??= cache;
            return [L, first];
          },
        };
      },
    },
    "mse.noise1e-6": {
      bug: "forward adds 1e-6·(u−0.5) fresh from mulberry32(777) at each call (tiny non-determinism)",
      group: "state",
      diagnosis: "nondeterministic-forward",
      passes: (right) => {
        const uniform = mulberry32(777);
        return {
          forward: (tensors) => {
            const [L, cache] = right.forward(tensors);
            return [add(L, 1e-6 * (uniform() - 0.5)), cache];
          },
        };
      },
    },
  }),
  ...mutantsOf(biasAdd, {
    "bias_add.mut_G": {
      bug: "gradients right, but the caller's G array is halved in place",
      group: "state",
      diagnosis: "mutates-upstream",
      gradients: (_, G) => {
        const X = copy(G);
        overwrite(G, multiply(G, 0.5));
        return { X };
      },
    },
  }),
  ...mutantsOf(dropout, {
    "dropout.resampled": {
      bug: "every forward draws a new mask u<0.6 from mulberry32(777) kept in the instance; backward uses that forward's mask",
      group: "state",
      diagnosis: "nondeterministic-forward",
      passes: () => {
        const uniform = mulberry32(777);
        return {
          forward: ({ X }) => {
            const mask = drawMask(X, uniform);
            return [applyMask(X, mask), mask];
          },
        };
      },
    },
    "dropout.bwd_random": {
      bug: "backward draws a fresh mask u<0.6 from mulberry32(777) at each call; forward uses the fixed mask",
      group: "state",
      diagnosis: "nondeterministic-backward",
      passes: () => {
        const uniform = mulberry32(777);
        return { backward: (G) => ({ X: applyMask(G, drawMask(G, uniform)) }) };
      },
    },
  }),
  ...mutantsOf(softmax, {
    "softmax.mut_input": {
      bug: "forward subtracts the row max from Z in place (caller's Z changes; value and gradient stay right)",
      group: "state",
      diagnosis: "mutates-input",
      passes: (right) => ({
        forward: (tensors) => {
          const { Z } = tensors;
          overwrite(Z, subtract(Z, max(Z, 1, { keepDims: true })));
          return right.forward(tensors);
        },
      }),
    },
  }),
];
