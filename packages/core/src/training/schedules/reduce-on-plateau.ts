// rate = base at first, and max(rate factor, minimum) whenever the loss has not become better for a while

import { readOptions } from "../../arguments/options.ts";
import { countOrNone, notNegative, oneOf, part } from "../../arguments/reader.ts";
import type { Schedule } from "./schedule.ts";

/** When the rate is lowered, and by how much. */
export interface PlateauOptions {
  /** What the rate is multiplied by: above 0 and below 1. @defaultValue 0.1 */
  readonly factor?: number;
  /** How many epochs without a better loss are let pass. @defaultValue 10 */
  readonly patience?: number;
  /** By how much a loss must be below the best one to be better. @defaultValue 1e-4 */
  readonly threshold?: number;
  /** Whether the threshold is a share of the best loss or a number of its own. @defaultValue "relative" */
  readonly thresholdMode?: "relative" | "absolute";
  /** How many epochs after a reduction do not count. @defaultValue 0 */
  readonly cooldown?: number;
  /** Where the rate stays. @defaultValue 0 */
  readonly minimum?: number;
}

/**
 * Lowers the rate when the loss, of validation where there is one, stops falling: `rate = max(rate factor, minimum)` after
 * more than `patience` epochs in which it was not below `best (1 - threshold)`. An option of `train`.
 *
 * With `thresholdMode: "absolute"` the loss must be below `best - threshold`. Throws when an option is out of its range.
 *
 * @example
 * import { reduceOnPlateau } from "@nudge/core";
 *
 * const schedule = reduceOnPlateau({ patience: 1, factor: 0.5 });
 * const losses = [3, 2, 2, 2, 2, 2];
 * console.log(losses.map((_, epoch) => schedule({ step: 0, epoch, losses: losses.slice(0, epoch) }, 1)).join(", "));
 * // 1, 1, 1, 1, 0.5, 0.5
 */
export function reduceOnPlateau(options?: PlateauOptions): Schedule {
  const given = readOptions("reduceOnPlateau", options, {
    factor: part(0.1),
    patience: countOrNone(10),
    threshold: notNegative(1e-4),
    thresholdMode: oneOf(["relative", "absolute"], "relative"),
    cooldown: countOrNone(0),
    minimum: notNegative(0),
  });
  const { factor, patience, threshold, thresholdMode, cooldown, minimum } = given;
  const isBetter = (loss: number, best: number) =>
    loss < (thresholdMode === "relative" ? best * (1 - threshold) : best - threshold);

  // What has happened so far is gone through again each time, so that a schedule serves any number of trainings.
  return ({ losses }, base) => {
    let rate = base;
    let best = Number.POSITIVE_INFINITY;
    let bad = 0;
    let cooling = 0;
    for (const loss of losses) {
      if (isBetter(loss, best)) {
        best = loss;
        bad = 0;
      } else bad++;
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad <= patience) continue;
      const lower = Math.max(rate * factor, minimum);
      if (rate - lower > 1e-8) rate = lower;
      cooling = cooldown;
      bad = 0;
    }
    return rate;
  };
}
