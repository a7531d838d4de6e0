// One step of time of a recurrent layer, forward and backward.
import { map, slice, type Tensor } from "@nudge/core";

/** The hidden state, which is the output, stands first among the states. */
export interface Cell<C, S extends string> {
  /** How many blocks of `hidden` columns the weights have. */
  readonly gates: number;
  /** The names of the initial states in the input: ["h0"], or ["h0", "c0"]. */
  readonly states: readonly S[];
  forward(
    fromInput: Tensor,
    fromHidden: Tensor,
    states: readonly Tensor[],
  ): { states: readonly Tensor[]; cache: C };
  /** From the gradients of the new states those of all that came in; none where an old state does nothing by itself. */
  backward(
    dStates: readonly Tensor[],
    cache: C,
  ): { fromInput: Tensor; fromHidden: Tensor; states: readonly (Tensor | undefined)[] };
}

/** Block k of the columns of x: [n, gates · hidden] -> [n, hidden]. */
export const block = (x: Tensor, k: number, hidden: number) => slice(x, 1, k * hidden, (k + 1) * hidden);

/** dy through y = σ(a):   da = dy y (1 - y) */
export const throughSigmoid = (dy: Tensor, y: Tensor) => map(dy, y, (d, s) => d * s * (1 - s));

/** dy through y = tanh a:   da = dy (1 - y²) */
export const throughTanh = (dy: Tensor, y: Tensor) => map(dy, y, (d, t) => d * (1 - t * t));
