// What goes into a layer: one tensor, or several under names.
import { isTensor, type Tensor } from "./tensor.ts";

/** One input, or several by name (attention's query, key and value). */
export type Input = Tensor | { readonly [name: string]: Tensor };

/** `f` of one input, or of each of several. */
export function mapInput(input: Input, f: (x: Tensor) => Tensor): Input {
  if (isTensor(input)) return f(input);
  return Object.fromEntries(Object.entries(input).map(([name, x]) => [name, f(x)]));
}
