// rate = base factor^(how many milestones are reached)

import { readOptions } from "../../arguments/options.ts";
import { count, list, positive } from "../../arguments/reader.ts";
import { wholePower } from "../portable/powers.ts";
import type { Schedule } from "./schedule.ts";

/** When the rate falls, and by how much. */
export interface MilestoneDecayOptions {
  /** The epochs, counted from 0, at which it falls: whole numbers above 0. */
  readonly milestones: readonly number[];
  /** What the rate is multiplied by: above 0. @defaultValue 0.1 */
  readonly factor?: number;
}

/**
 * Multiplies the rate by `factor` at each of the given epochs: `rate = base factor^(milestones <= epoch)`, where epochs
 * count from 0. An option of `train`.
 *
 * Throws when `milestones` is no list, a milestone is not a whole number above 0, or `factor` not above 0.
 *
 * @example
 * import { milestoneDecay } from "@nudge/core";
 *
 * const schedule = milestoneDecay({ milestones: [8, 20], factor: 0.5 });
 * console.log([0, 8, 20].map((epoch) => schedule({ step: 0, epoch, losses: [] }, 1)).join(", "));
 * // 1, 0.5, 0.25
 */
export function milestoneDecay(options: MilestoneDecayOptions): Schedule {
  const { milestones, factor } = readOptions("milestoneDecay", options, {
    milestones: list("a list of epochs", count()),
    factor: positive(0.1),
  });
  return ({ epoch }, base) =>
    base * wholePower(factor, milestones.filter((milestone) => milestone <= epoch).length);
}
