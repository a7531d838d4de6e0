// rate = base at first, and max(rate factor, minimum) whenever the loss has not become better for a while

import { checkDecay, checkNotNegative, checkPositive, checkWhole } from "../../arguments/hyper-parameters.ts";
import { checkOptions } from "../../arguments/options.ts";
import type { Schedule } from "./schedule.ts";

/** When the rate is lowered, and by how much. */
export interface PlateauOptions {
  /** What the rate is multiplied by: above 0 and below 1; 0.1 unless given. */
  readonly factor?: number;
  /** How many epochs without a better loss are let pass; 10 unless given. */
  readonly patience?: number;
  /** By how much a loss must be below the best one to be better; 1e-4 unless given. */
  readonly threshold?: number;
  /** Whether the threshold is a share of the best loss or a number of its own; "relative" unless given. */
  readonly thresholdMode?: "relative" | "absolute";
  /** How many epochs after a reduction do not count; 0 unless given. */
  readonly cooldown?: number;
  /** Where the rate stays; 0 unless given. */
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
export function reduceOnPlateau(options: PlateauOptions = {}): Schedule {
  const names = ["factor", "patience", "threshold", "thresholdMode", "cooldown", "minimum"];
  checkOptions("reduceOnPlateau", options, names);
  const { factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = "relative" } = options;
  const { cooldown = 0, minimum = 0 } = options;
  checkPositive("reduceOnPlateau", { factor });
  checkDecay("reduceOnPlateau", { factor });
  checkWhole("reduceOnPlateau", { patience, cooldown });
  checkNotNegative("reduceOnPlateau", { threshold, minimum });
  if (thresholdMode !== "relative" && thresholdMode !== "absolute")
    throw new Error(
      `reduceOnPlateau: thresholdMode must be "relative" or "absolute", got ${JSON.stringify(thresholdMode)}`,
    );
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
