// Up from base / divideStart to base, reached at step rise · steps - 1, and down to base / divideStart / divideEnd

import { readOptions } from "../../arguments/options.ts";
import { count, flag, oneOf, part, positive } from "../../arguments/reader.ts";
import { refusal } from "../../arguments/refusal.ts";
import { halfCosine } from "../portable/powers.ts";
import type { Schedule } from "./schedule.ts";

/** How a cycle goes. */
export interface OneCycleOptions {
  /** How many steps, of batches and not of epochs, it takes. */
  readonly steps: number;
  /** The share of the steps in which the rate rises: above 0 and below 1. @defaultValue 0.3 */
  readonly rise?: number;
  /** The base is divided by this at the start. @defaultValue 25 */
  readonly divideStart?: number;
  /** What the rate starts at is divided by this at the end. @defaultValue 10000 */
  readonly divideEnd?: number;
  /** Along half a cosine or a straight line. @defaultValue "cosine" */
  readonly anneal?: "cosine" | "linear";
  /** Whether to come down to the start as fast as it rose, and only then to the end. @defaultValue false */
  readonly threePhase?: boolean;
}

const anneals = {
  cosine: (from: number, to: number, share: number) => to + ((from - to) / 2) * (1 + halfCosine(share)),
  linear: (from: number, to: number, share: number) => (to - from) * share + from,
};

/**
 * One cycle of the rate over all of training: up from `base / divideStart` to the base, reached at step
 * `rise steps - 1`, and down to `base / divideStart / divideEnd` at step `steps - 1`, where it stays. An option of `train`.
 *
 * With `threePhase` it comes back to where it started at step `2 rise steps - 2`, and then goes down to the end. Throws when
 * an option is out of its range.
 *
 * Source: Smith and Topin, Super-convergence: very fast training of neural networks using large learning rates, 2018.
 *
 * @example
 * import { oneCycle } from "@nudge/core";
 *
 * const schedule = oneCycle({ steps: 21, rise: 0.5, divideStart: 10, divideEnd: 10, anneal: "linear" });
 * console.log([0, 9.5, 20].map((step) => schedule({ step, epoch: 0, losses: [] }, 1).toFixed(2)).join(", "));
 * // 0.10, 1.00, 0.01
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { steps, rise, divideStart, divideEnd, anneal, threePhase } = readOptions("oneCycle", options, {
    steps: count(),
    rise: part(0.3),
    divideStart: positive(25),
    divideEnd: positive(1e4),
    anneal: oneOf(["cosine", "linear"], "cosine"),
    threePhase: flag(false),
  });
  if (threePhase && rise > 0.5)
    throw refusal("oneCycle", "rise must be up to 0.5 with threePhase, to come down as fast", rise);
  const between = anneals[anneal];

  return ({ step }, base) => {
    const start = base / divideStart;
    const end = start / divideEnd;
    const top = rise * steps - 1;
    const corners: readonly (readonly [step: number, rate: number])[] = [
      [0, start],
      [top, base],
      ...(threePhase ? [[2 * top, start] as const] : []),
      [steps - 1, end],
    ];
    const found = corners.findIndex(([at], k) => k > 0 && step <= at);
    if (found < 0) return end;
    const [from, a] = corners[found - 1];
    const [to, b] = corners[found];
    // A rise of one step is over before it begins.
    return between(a, b, from < to ? (step - from) / (to - from) : 1);
  };
}
