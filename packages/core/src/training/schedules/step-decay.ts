// rate = base factor^⌊epoch / every⌋

import { readOptions } from "../../arguments/options.ts";
import { count, positive } from "../../arguments/reader.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Multiplies the rate by `factor` once in a number of epochs: `rate = base factor^⌊epoch / every⌋`. An option of `train`.
 *
 * `factor` is 0.1 unless given. Throws when `every` is not a whole number above 0, or `factor` not above 0.
 *
 * @example
 * import { stepDecay } from "@nudge/core";
 *
 * const schedule = stepDecay({ every: 10, factor: 0.5 });
 * console.log([0, 9, 10, 25].map((epoch) => schedule({ step: 0, epoch, losses: [] }, 1)).join(", "));
 * // 1, 1, 0.5, 0.25
 */
export function stepDecay(options: { readonly every: number; readonly factor?: number }): Schedule {
  const { every, factor } = readOptions("stepDecay", options, { every: count(), factor: positive(0.1) });
  return ({ epoch }, base) => base * factor ** Math.floor(epoch / every);
}
