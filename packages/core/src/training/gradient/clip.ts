// Clipping keeps a step from a steep place short: a rule on the whole gradient before the optimizer sees it.

import { hasFunctions } from "../../arguments/has-functions.ts";
import { readOptions } from "../../arguments/options.ts";
import { printCall } from "../../arguments/print-call.ts";
import { checkArguments, made, oneOf, optional, positive } from "../../arguments/reader.ts";
import type { TypedArray } from "../../tensor/tensor.ts";

/** A rule that makes a gradient smaller. */
export interface Clip {
  readonly name: string;
  /** Writes to the stretches of a gradient, which belong together. */
  apply(gradient: readonly TypedArray[]): void;
  /** The code that makes it. */
  toString(): string;
}

export const clipReader = () =>
  optional(made<Clip>("a clip such as clipByNorm(1)", (value) => hasFunctions(value, "apply")));

/** The options of `clipByNorm`. */
export interface ClipByNormOptions {
  /** 1, 2, or Infinity for the largest entry. @defaultValue 2 */
  readonly norm?: number;
}

/** (Σ |g|^order)^(1 / order) over all stretches together; the largest |g| for order Infinity. */
export function normOf(gradient: readonly TypedArray[], order: number): number {
  let total = 0;
  for (const part of gradient)
    for (let i = 0; i < part.length; i++) {
      const size = Math.abs(part[i]);
      if (order === 1) total += size;
      else if (order === 2) total += size * size;
      else total = Math.max(total, size);
    }
  return order === 2 ? Math.sqrt(total) : total;
}

/**
 * Scales the gradient down where its norm, over all of θ that is trained, is above `maximum`:
 * `g = g min(1, maximum / (‖g‖ + 1e-6))`. An option of `train` and `createTrainer`.
 *
 * The 1e-6 is as in PyTorch. Throws when
 * `maximum` is not above 0.
 *
 * Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013.
 *
 * @example
 * import { clipByNorm } from "@nudge/core";
 *
 * const gradient = Float64Array.of(30, -40);
 * clipByNorm(5).apply([gradient]);
 * console.log(Array.from(gradient, (g) => g.toFixed(3)).join(", "));
 * // 3.000, -4.000
 */
export function clipByNorm(maximum: number, options?: ClipByNormOptions): Clip {
  checkArguments("clipByNorm", positive(), { maximum });
  const { norm } = readOptions("clipByNorm", options, { norm: oneOf([1, 2, Number.POSITIVE_INFINITY], 2) });
  const printed = printCall("clipByNorm", [maximum, options]);
  return {
    name: "clipByNorm",
    apply(gradient) {
      const factor = Math.min(1, maximum / (normOf(gradient, norm) + 1e-6));
      if (factor === 1) return;
      for (const part of gradient) for (let i = 0; i < part.length; i++) part[i] *= factor;
    },
    toString: () => printed,
  };
}

/**
 * Keeps every entry of the gradient between `-maximum` and `maximum`. An option of `train` and `createTrainer`.
 *
 * Throws when `maximum` is not above 0.
 *
 * @example
 * import { clipByValue } from "@nudge/core";
 *
 * const gradient = Float64Array.of(30, -0.5);
 * clipByValue(1).apply([gradient]);
 * console.log(gradient.join(", "));
 * // 1, -0.5
 */
export function clipByValue(maximum: number): Clip {
  checkArguments("clipByValue", positive(), { maximum });
  const printed = printCall("clipByValue", [maximum]);
  return {
    name: "clipByValue",
    apply(gradient) {
      for (const part of gradient)
        for (let i = 0; i < part.length; i++) part[i] = Math.min(Math.max(part[i], -maximum), maximum);
    },
    toString: () => printed,
  };
}
