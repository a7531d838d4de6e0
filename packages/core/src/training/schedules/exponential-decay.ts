// rate = base factor^epoch

import { readOptions } from "../../arguments/options.ts";
import { positive } from "../../arguments/reader.ts";
import { wholePower } from "../portable/powers.ts";
import type { Schedule } from "./schedule.ts";

/** How fast the rate falls. */
export interface ExponentialDecayOptions {
  /** What the rate is multiplied by after every epoch: above 0. */
  readonly factor: number;
}

/**
 * Multiplies the rate by `factor` after every epoch: `rate = base factor^epoch`. An option of `train`.
 *
 * Throws when `factor` is not above 0.
 *
 * @example
 * import { exponentialDecay } from "@nudge/core";
 *
 * const schedule = exponentialDecay({ factor: 0.5 });
 * console.log([0, 1, 2].map((epoch) => schedule({ step: 0, epoch, losses: [] }, 1)).join(", "));
 * // 1, 0.5, 0.25
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { factor } = readOptions("exponentialDecay", options, { factor: positive() });
  return ({ epoch }, base) => base * wholePower(factor, epoch);
}
