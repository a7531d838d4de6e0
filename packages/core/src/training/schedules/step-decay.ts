// rate = base factor^⌊epoch / every⌋

import { readOptions } from "../../arguments/options.ts";
import { count, positive } from "../../arguments/reader.ts";
import { wholePower } from "../portable/powers.ts";
import type { Schedule } from "./schedule.ts";

/** How often the rate falls, and by how much. */
export interface StepDecayOptions {
  /** In how many epochs it falls once: a whole number above 0. */
  readonly every: number;
  /** What the rate is multiplied by: above 0. @defaultValue 0.1 */
  readonly factor?: number;
}

/**
 * Multiplies the rate by `factor` once in a number of epochs: `rate = base factor^⌊epoch / every⌋`. An option of `train`.
 *
 * Throws when `every` is not a whole number above 0, or `factor` not above 0.
 *
 * @example
 * import { stepDecay } from "@nudge/core";
 *
 * const schedule = stepDecay({ every: 10, factor: 0.5 });
 * console.log([0, 9, 10, 25].map((epoch) => schedule({ step: 0, epoch, losses: [] }, 1)).join(", "));
 * // 1, 1, 0.5, 0.25
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const { every, factor } = readOptions("stepDecay", options, { every: count(), factor: positive(0.1) });
  return ({ epoch }, base) => base * wholePower(factor, Math.floor(epoch / every));
}
