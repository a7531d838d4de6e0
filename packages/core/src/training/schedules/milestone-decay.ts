// rate = base factor^(how many milestones are reached)

import { describe } from "../../arguments/describe.ts";
import { checkCount, checkPositive } from "../../arguments/hyper-parameters.ts";
import { checkOptions } from "../../arguments/options.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Multiplies the rate by `factor` at each of the given epochs: `rate = base factor^(milestones <= epoch)`, where epochs
 * count from 0. An option of `train`.
 *
 * `factor` is 0.1 unless given. Throws when `milestones` is no list, a milestone is not a whole number above 0, or `factor` not above 0.
 *
 * @example
 * import { milestoneDecay } from "@nudge/core";
 *
 * const schedule = milestoneDecay({ milestones: [8, 20], factor: 0.5 });
 * console.log([0, 8, 20].map((epoch) => schedule({ step: 0, epoch, losses: [] }, 1)).join(", "));
 * // 1, 0.5, 0.25
 */
export function milestoneDecay(options: {
  readonly milestones: readonly number[];
  readonly factor?: number;
}): Schedule {
  checkOptions("milestoneDecay", options, ["milestones", "factor"]);
  const { milestones, factor = 0.1 } = options;
  if (!Array.isArray(milestones))
    throw new Error(`milestoneDecay: milestones must be a list of epochs, got ${describe(milestones)}`);
  for (const milestone of milestones) checkCount("milestoneDecay", { milestone });
  checkPositive("milestoneDecay", { factor });
  return ({ epoch }, base) => base * factor ** milestones.filter((milestone) => milestone <= epoch).length;
}
