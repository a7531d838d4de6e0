// Libraries with an autograd of their own record what is computed with their variables on a tape, and go back along it. With
// three small functions of such a library, whatever is written in its operations becomes a map of named tensors.
import { kind, optional, type Readers, readOptions } from "@nudge/core/internal";
import { isNamed, type TensorLike, type TensorsByName } from "./form.ts";
import type { MapSubject } from "./map.ts";
import { mapOfScalars, type ScalarTape } from "./scalar-tape.ts";
import { mapOfTensors, type TensorTape } from "./tensor-tape.ts";

const aFunction = kind<(...given: never[]) => unknown>("a function", (value) => typeof value === "function");

const common = {
  name: optional(kind<string>("a string", (value) => typeof value === "string")),
  tensors: kind<TensorsByName>("numbers by name, as in { x: [1, 2] }", isNamed),
  forward: aFunction,
};
const ofTensors = {
  ...common,
  variable: aFunction,
  numbers: aFunction,
  gradients: aFunction,
} satisfies Readers<object>;
const ofScalars = {
  ...common,
  scalar: aFunction,
  number: aFunction,
  derivatives: aFunction,
} satisfies Readers<object>;

/**
 * A map for `gradcheckMap` from what is written in the operations of a library with an autograd of its own.
 *
 * Every pass is made of new variables: `variable` makes one of numbers, `numbers` reads one, and `gradients` goes back along the
 * tape. In a library whose variables are single numbers `scalar`, `number` and `derivatives`, of one output, are in their place.
 * Throws on unknown or wrong members.
 *
 * @example
 * import { gradcheckMap, tapeMap } from "@nudge/gradcheck";
 *
 * // A library in five lines: numbers that know how they were made, and a product that forgets its second factor.
 * class Value {
 *   grad = 0;
 *   constructor(readonly data: number, readonly back = (_d: number) => {}) {}
 *   backward(d = 1) { this.grad += d; this.back(d); }
 *   times(other: Value) { return new Value(this.data * other.data, (d) => this.backward(d * other.data)); }
 * }
 *
 * const product = tapeMap({
 *   tensors: { a: 2, b: [3, -1] },
 *   forward: ({ a, b }) => b.map((one) => a.times(one)),
 *   scalar: (x) => new Value(x),
 *   number: ({ data }: Value) => data,
 *   derivatives(output, variables) {
 *     output.backward();
 *     return variables.map(({ grad }) => grad);
 *   },
 * });
 * for (const { name, verdict } of gradcheckMap(product).tensors) console.log(name, verdict);
 * // a pass
 * // b fail
 */
export function tapeMap<T extends TensorsByName, V>(tape: ScalarTape<T, V>): MapSubject<T, null, TensorLike>;
export function tapeMap<T extends TensorsByName, V, N extends TensorLike>(
  tape: TensorTape<T, V, N>,
): MapSubject<T, null, N>;
export function tapeMap<T extends TensorsByName, V, N extends TensorLike>(
  tape: ScalarTape<T, V> | TensorTape<T, V, N>,
): MapSubject<T, null, TensorLike> | MapSubject<T, null, N> {
  const isOfScalars = typeof tape === "object" && tape !== null && "scalar" in tape;
  readOptions("tapeMap", tape as object, isOfScalars ? ofScalars : ofTensors);
  return isOfScalars ? mapOfScalars(tape) : mapOfTensors(tape);
}
