// What goes into a recurrent layer: a sequence, by itself or in a map with the states before its first step.
import { type Dtype, expectShape, type Tensor, zeros } from "@nudge/core";
import { flag, oneOf, type Readers } from "@nudge/core/internal";
import { type BiasOptions, readersOfBias } from "../arguments/bias.ts";
import { expectInputs, expectSequence } from "../arguments/inputs.ts";

/** The options of recurrent layers. */
export interface RecurrentOptions extends BiasOptions {
  /** Whether the output is the last state, [batch, hidden], or "all" of them, [batch, time, hidden]. @defaultValue "last" */
  readonly states?: "last" | "all";
  /** Whether the input is a map with the initial states besides x; they are 0 otherwise. @defaultValue false */
  readonly initialState?: boolean;
}

/** What the options of recurrent layers must be. */
export const readersOfRecurrence = (): Readers<Required<RecurrentOptions>> => ({
  ...readersOfBias(),
  states: oneOf(["last", "all"], "last"),
  initialState: flag(false),
});

/** The input of a recurrent layer: x, or a map of x and the initial states. */
export type SequenceInput<S extends string> = Tensor | { readonly [name in "x" | S]: Tensor };

/** x: [batch, time, inputs] and the states before its first step, [batch, hidden]: those of the map if `given`, else 0. */
export function readSequence<S extends string>(
  input: SequenceInput<S>,
  names: readonly S[],
  [inputs, hidden]: readonly [inputs: number, hidden: number],
  given: boolean,
): { x: Tensor; start: readonly Tensor[] } {
  if (given) expectInputs(input, ["x", ...names]);
  const map = (given ? input : { x: input }) as { readonly [name in "x" | S]: Tensor };
  expectSequence(map.x, inputs, given ? "x" : "input");
  const [batch] = map.x.shape;
  const start = names.map((name) => {
    if (!given) return zeros([batch, hidden], map.x.dtype as Dtype);
    expectShape(map[name], [batch, hidden], name);
    return map[name];
  });
  return { x: map.x, start };
}
