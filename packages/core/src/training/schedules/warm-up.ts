// rate = base (startFactor + (1 - startFactor) epoch / epochs) at first, and after that another schedule's

import { readOptions } from "../../arguments/options.ts";
import { count, share } from "../../arguments/reader.ts";
import { constantRate, type Schedule, scheduleReader } from "./schedule.ts";

/** How a warm-up goes. */
export interface WarmUpOptions {
  /** How many epochs it takes. */
  readonly epochs: number;
  /** What the rate starts at, relative to the base: at least 0 and below 1. @defaultValue 0.1 */
  readonly startFactor?: number;
  /** What comes then, its epochs counted from the end of the warm-up. @defaultValue the base */
  readonly followedBy?: Schedule;
}

/**
 * Raises the rate in a straight line over the first epochs: `rate = base (startFactor + (1 - startFactor) epoch / epochs)`,
 * and goes on with another schedule. An option of `train`.
 *
 * Throws when `epochs` is not a whole number above 0, `startFactor` not at least 0 and below 1, or
 * `followedBy` no schedule.
 *
 * Source: Goyal and others, Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017.
 *
 * @example
 * import { cosineDecay, warmUp } from "@nudge/core";
 *
 * const schedule = warmUp({ epochs: 5, startFactor: 0.5, followedBy: cosineDecay({ epochs: 20 }) });
 * console.log([0, 4, 5, 25].map((epoch) => schedule({ step: 0, epoch, losses: [] }, 1).toFixed(2)).join(", "));
 * // 0.50, 0.90, 1.00, 0.00
 */
export function warmUp(options: WarmUpOptions): Schedule {
  const { epochs, startFactor, followedBy } = readOptions("warmUp", options, {
    epochs: count(),
    startFactor: share(0.1),
    followedBy: scheduleReader(constantRate),
  });
  return (moment, base) => {
    const { epoch, losses } = moment;
    if (epoch < epochs) return base * (startFactor + ((1 - startFactor) * epoch) / epochs);
    return followedBy({ ...moment, epoch: epoch - epochs, losses: losses.slice(epochs) }, base);
  };
}
