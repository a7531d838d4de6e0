// rate = minimum + (base - minimum) (1 + cos(π epoch / epochs)) / 2

import { readOptions } from "../../arguments/options.ts";
import { count, notNegative } from "../../arguments/reader.ts";
import { halfCosine } from "../portable/powers.ts";
import type { Schedule } from "./schedule.ts";

/** How long the rate falls, and where to. */
export interface CosineDecayOptions {
  /** The epochs from the base to the minimum: a whole number above 0. */
  readonly epochs: number;
  /** What the rate is at the end: at least 0. @defaultValue 0 */
  readonly minimum?: number;
}

/**
 * Lowers the rate along half a cosine, from the base to `minimum` after `epochs` epochs:
 * `rate = minimum + (base - minimum) (1 + cos(π epoch / epochs)) / 2`. An option of `train`.
 *
 * Past `epochs` the cosine rises again. Throws when `epochs` is not a whole number above 0, or
 * `minimum` below 0.
 *
 * Source: Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2017.
 *
 * @example
 * import { cosineDecay } from "@nudge/core";
 *
 * const schedule = cosineDecay({ epochs: 10 });
 * console.log([0, 5, 10].map((epoch) => schedule({ step: 0, epoch, losses: [] }, 1).toFixed(2)).join(", "));
 * // 1.00, 0.50, 0.00
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { epochs, minimum } = readOptions("cosineDecay", options, {
    epochs: count(),
    minimum: notNegative(0),
  });
  return ({ epoch }, base) => minimum + ((base - minimum) * (1 + halfCosine(epoch / epochs))) / 2;
}
