// Where a cell only adds what comes from the input and from the hidden state, one bias is enough.
import type { Tensor, Values } from "@nudge/core";
import type { Cell } from "./cell.ts";
import { recurrence } from "./recurrence.ts";
import type { RecurrentOptions, SequenceInput } from "./sequence-input.ts";

/** The definition of a recurrent layer whose parameters are `inputWeight`, `hiddenWeight` and `bias`. */
export function withOneBias<C, S extends string>(
  name: string,
  cell: Cell<C, S>,
  sizes: readonly [inputs: number, hidden: number],
  options: RecurrentOptions | undefined,
) {
  const { weights, bias, forward, backward } = recurrence(name, cell, sizes, options);
  const parameters = { ...weights, bias };
  return {
    parameters,

    forward: (input: SequenceInput<S>, { bias, ...rest }: Values<typeof parameters>) =>
      forward(input, { ...rest, inputBias: bias }),

    backward: (dy: Tensor, cache: unknown, { bias, ...rest }: Values<typeof parameters>) => {
      const { inputBias, hiddenBias: _, ...gradients } = backward(dy, cache, { ...rest, inputBias: bias });
      return { ...gradients, bias: inputBias };
    },
  };
}
