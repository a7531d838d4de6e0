// Libraries whose variables are single numbers.
import { isTensor, type Tensor, tensor, toArray } from "@nudge/core";
import { describe } from "@nudge/core/internal";
import { type InForm, type TensorLike, type TensorsByName, toTensor } from "./form.ts";
import type { MapSubject } from "./map.ts";
import { numbersOf } from "./numbers.ts";
import { expectEach, expectNow } from "./taped.ts";

/** One variable, or nested arrays of them. */
export type Scalars<V> = V | readonly Scalars<V>[];

/** Variables in the place of numbers. */
export type ScalarsIn<T, V> = T extends number
  ? V
  : T extends readonly (infer E)[]
    ? ScalarsIn<E, V>[]
    : T extends ArrayBufferView
      ? V[]
      : Scalars<V>;

/** Something written in the operations of a library whose variables are single numbers. */
export interface ScalarTape<T extends TensorsByName, V> {
  /**
   * What the report calls it.
   *
   * @defaultValue "map"
   */
  readonly name?: string;
  /** The point to check at: numbers, arrays or tensors by name. */
  readonly tensors: T;
  /** The output, or nested arrays of outputs, from a variable for each number of the tensors. */
  forward(variables: { readonly [K in keyof T]: ScalarsIn<T[K], V> }): Scalars<V>;
  /** A variable of the library from a number. */
  scalar(value: number): V;
  /** The number of a variable. */
  number(variable: V): number;
  /**
   * The derivatives of one output with respect to the variables, in their order; null or undefined where it does not depend
   * on one.
   */
  derivatives(output: V, variables: V[]): readonly (V | number | null | undefined)[];
}

/** Numbers with something else in the place of each. */
function mapNumbers<V>(values: unknown, f: (value: number) => V): Scalars<V> {
  if (typeof values === "number") return f(values);
  const nested = isTensor(values) ? toArray(values) : values;
  return Array.from(nested as ArrayLike<unknown>, (one) => mapNumbers(one, f));
}

const variablesIn = <V>(values: Scalars<V>): V[] =>
  Array.isArray(values) ? values.flatMap((one: Scalars<V>) => variablesIn(one)) : [values as V];

/** The number of a variable, which may be none, as what is by name is not. */
function expectNumber<V>(variable: V, numberOf: (variable: V) => number): number {
  const number = numberOf(variable);
  if (typeof number === "number") return number;
  throw new TypeError(`number must give a number, got ${describe(number)} of ${describe(variable)}`);
}

const numbersIn = <V>(values: Scalars<V>, number: (variable: V) => number): TensorLike =>
  Array.isArray(values)
    ? values.map((one) => numbersIn(one, number) as number)
    : expectNumber(values as V, number);

export function mapOfScalars<T extends TensorsByName, V>(
  tape: ScalarTape<T, V>,
): MapSubject<T, null, TensorLike> {
  const names = Object.keys(tape.tensors);
  /** Runs forward on variables that no other pass has seen. */
  const record = (tensors: InForm<T>) => {
    const variables: V[] = [];
    const scalar = (value: number) => {
      const variable = tape.scalar(value);
      variables.push(variable);
      return variable;
    };
    const values = tensors as { readonly [name: string]: unknown };
    const named = names.map((name) => [name, mapNumbers(values[name], scalar)]);
    const output = tape.forward(Object.fromEntries(named) as { [K in keyof T]: ScalarsIn<T[K], V> });
    return { variables, output: expectNow("forward", output) };
  };
  return {
    name: tape.name ?? "map",
    tensors: tape.tensors,
    forward: (tensors) => [numbersIn(record(tensors).output, tape.number), null],
    backward(upstream, _cache, tensors) {
      // One output at a time, on a tape of its own: Σ upstream ⊙ its derivatives.
      const sums = new Float64Array(
        names.reduce((total, name) => total + toTensor(tape.tensors[name]).size, 0),
      );
      for (const [k, weight] of numbersOf(toTensor(upstream)).entries()) {
        const { variables, output } = record(tensors);
        const derivatives = tape.derivatives(variablesIn(output)[k], variables);
        expectEach("derivatives", derivatives, variables);
        for (const [i, derivative] of derivatives.entries()) {
          if (derivative === null || derivative === undefined) continue;
          sums[i] +=
            weight * (typeof derivative === "number" ? derivative : expectNumber(derivative, tape.number));
        }
      }
      let first = 0;
      return Object.fromEntries(
        names.map((name) => {
          const { shape, size } = toTensor(tape.tensors[name]);
          first += size;
          return [name, tensor(sums.slice(first - size, first), shape)];
        }),
      ) as { [K in keyof T]: Tensor };
    },
  };
}
