// Ways of spoiling right gradients that several mutants share.
import { multiply, zeros } from "@nudge/core";
import { each, put } from "../algebra.ts";
import type { Tensors } from "../definition.ts";

/** Multiplies the gradients of the named tensors; of all, without a name. */
export const times =
  (factor: number, ...names: string[]) =>
  (right: Tensors) =>
    each(pick(right, names), (gradient) => multiply(gradient, factor));

/** Puts zeros in the place of the gradients of the named tensors; of all, without a name. */
export const zero =
  (...names: string[]) =>
  (right: Tensors) =>
    each(pick(right, names), (gradient) => zeros(gradient.shape));

/** Multiplies one entry of the gradient of a tensor. */
export const timesEntry = (factor: number, name: string, ...index: number[]) => {
  return (right: Tensors) => ({ [name]: put(right[name], index, right[name].get(...index) * factor) });
};

const pick = (right: Tensors, names: readonly string[]): Tensors =>
  names.length === 0 ? right : Object.fromEntries(names.map((name) => [name, right[name]]));
