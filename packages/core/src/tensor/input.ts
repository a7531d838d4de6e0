// What goes into a layer, or comes out of one: one tensor, or several under names.
import { describe } from "../arguments/describe.ts";
import { isTensor, type Tensor } from "./tensor.ts";

/** One input, or several by name (attention's query, key and value). */
export type Input = Tensor | { readonly [name: string]: Tensor };

/** One output, or several by name (the hidden state and the cell of an LSTM). */
export type Output = Tensor | { readonly [name: string]: Tensor };

/** `f` of one tensor, or of each of several. */
export function mapTensors<T>(
  tensors: Input | Output,
  f: (x: Tensor) => T,
): T | { readonly [name: string]: T } {
  if (isTensor(tensors)) return f(tensors);
  return Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, f(x)]));
}

/** The tensors with their names; that of a single one is "". */
export const tensorsIn = (tensors: Input | Output): [name: string, x: Tensor][] =>
  isTensor(tensors) ? [["", tensors]] : Object.entries(tensors);

/** Whether something is an object of no class. */
export const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Whether something is tensors by name, one at least. */
export const areNamed = (value: unknown): value is { readonly [name: string]: Tensor } =>
  isPlain(value) && Object.keys(value).length > 0 && Object.values(value).every(isTensor);

/** Names as they stand in error messages: `{ hidden, cell }`. */
export const formatNames = (names: readonly string[]): string => `{ ${names.join(", ")} }`;

/** What came in the place of tensors: values by their names, and anything else as it is described. */
export const describeTensors = (value: unknown): string =>
  isPlain(value) ? formatNames(Object.keys(value)) : describe(value);
