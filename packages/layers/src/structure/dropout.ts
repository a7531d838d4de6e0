// y = x m / (1 - rate) in training, y = x in evaluation      x: any shape   m: 0 at a share `rate` of entries, else 1
import { defineLayer, isTensor, map, multiply } from "@nudge/core";
import { checkArguments, describe, share } from "@nudge/core/internal";

/**
 * Drops entries at random in training: `y = x m / (1 - rate)`, where m is 0 with probability `rate` and 1 otherwise, for
 * each entry; `y = x` in evaluation. Any shape -> the same shape.
 *
 * The mask is drawn from the pass's stream: the same seed gives the same mask. Throws unless `rate` is at least 0 and
 * below 1.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout, 2014.
 *
 * @example
 * import { createModel, rng, tensor, toArray } from "@nudge/core";
 * import { dropout } from "@nudge/layers";
 *
 * console.log(toArray(createModel(dropout(0.5)).predict([[1, 2, 3, 4]])));
 * // [ [ 1, 2, 3, 4 ] ]
 * const [y] = dropout(0.5).forward(tensor([1, 2, 3, 4]), {}, { training: true, rng: rng(1) }, {});
 * console.log(toArray(y));
 * // [ 2, 4, 6, 0 ]
 */
export const dropout = /* @__PURE__ */ defineLayer("dropout", (rate: number) => {
  checkArguments("dropout", share(), { rate });
  return {
    forward: (x, _, { training, rng }) => {
      if (!isTensor(x)) throw new Error(`expected a tensor as input, got ${describe(x)}`);
      if (!training) return [x, undefined];
      const mask = map(x, () => (rng.uniform() < rate ? 0 : 1 / (1 - rate)));
      return [multiply(x, mask), mask];
    },

    backward: (dy, mask) => ({ input: mask === undefined ? dy : multiply(dy, mask) }),

    symbolic: (x) => x,
  };
});
