// Libraries whose variables are tensors.
import { multiply, ones, type Tensor, zeros } from "@nudge/core";
import { type InForm, inForm, isTensorLike, type TensorLike, type TensorsByName, toTensor } from "./form.ts";
import type { MapSubject } from "./map.ts";
import { numbersOf } from "./numbers.ts";
import { expectEach, expectNow, expectNumbers } from "./taped.ts";

/** Something written in the operations of a library whose variables are tensors. */
export interface TensorTape<T extends TensorsByName, V, N extends TensorLike> {
  /**
   * What the report calls it.
   *
   * @defaultValue "map"
   */
  readonly name?: string;
  /** The point to check at: numbers, arrays or tensors by name. */
  readonly tensors: T;
  /** The output, from a variable for each tensor. */
  forward(variables: { readonly [K in keyof T]: V }): V;
  /** A variable of the library from numbers: those of a tensor, in its form, or of an upstream gradient, in that of `numbers`. */
  variable(values: InForm<T[keyof T]> | InForm<N>): V;
  /** The numbers of a variable, nested in its shape. */
  numbers(variable: V): N;
  /**
   * The gradient of each variable, in their order, of what `f` gives of them; null or undefined where it does not depend on one.
   * `f` is `forward` of variables in that order, and may be called or differentiated; where it gives one number, `upstream` is 1.
   */
  gradients(
    f: (...variables: V[]) => V,
    variables: V[],
    upstream: V,
  ): readonly (V | TensorLike | null | undefined)[];
}

export function mapOfTensors<T extends TensorsByName, V, N extends TensorLike>(
  tape: TensorTape<T, V, N>,
): MapSubject<T, null, N> {
  const names = Object.keys(tape.tensors);
  const f = (...variables: V[]) => {
    const named = names.map((name, k) => [name, variables[k]]);
    return expectNow("forward", tape.forward(Object.fromEntries(named) as { [K in keyof T]: V }));
  };
  /** Variables that no other pass has seen. */
  const variablesOf = (tensors: InForm<T>) => {
    const values = tensors as { readonly [name: string]: InForm<T[keyof T]> };
    return names.map((name) => tape.variable(values[name]));
  };
  const gradientOf = (gradient: V | TensorLike | null | undefined, values: TensorLike): Tensor => {
    if (gradient === null || gradient === undefined) return zeros(toTensor(values).shape);
    return toTensor(isTensorLike(gradient) ? gradient : expectNumbers("numbers", tape.numbers(gradient)));
  };
  return {
    name: tape.name ?? "map",
    tensors: tape.tensors,
    forward: (tensors) => [expectNumbers("numbers", tape.numbers(f(...variablesOf(tensors)))), null],
    backward(upstream, _cache, tensors) {
      const variables = variablesOf(tensors);
      // Most libraries take 1 for granted where the output is one number.
      const dy = toTensor(upstream as TensorLike);
      const [given, factor] =
        dy.size === 1 ? [inForm(upstream as TensorLike, ones([1])), numbersOf(dy)[0]] : [upstream, 1];
      const gradients = tape.gradients(f, variables, tape.variable(given as InForm<N>));
      expectEach("gradients", gradients, variables);
      return Object.fromEntries(
        names.map((name, k) => [name, multiply(gradientOf(gradients[k], tape.tensors[name]), factor)]),
      ) as { [K in keyof T]: Tensor };
    },
  };
}
