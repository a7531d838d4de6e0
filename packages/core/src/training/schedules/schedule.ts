import { describe } from "../../arguments/describe.ts";
import { kind, type Reader } from "../../arguments/reader.ts";

/** Where training stands when a schedule is asked for the rate of the next step. */
export interface Moment {
  /** The steps taken so far: 0 before the first. */
  readonly step: number;
  /** The epochs finished so far: 0 in the first. */
  readonly epoch: number;
  /** The loss of each finished epoch: of its validation where there is one, else of its training. */
  readonly losses: readonly number[];
}

/** The rate of the next step, from where training stands and the learning rate of the optimizer. It remembers nothing. */
export type Schedule = (moment: Moment, base: number) => number;

/** The learning rate of the optimizer, at all times. */
export const constantRate: Schedule = (_, base) => base;

/** Whether a function gives a rate for the first step. A factory that was not called gives none. */
function givesRate(value: unknown): boolean {
  if (typeof value !== "function") return false;
  try {
    return typeof value({ step: 0, epoch: 0, losses: [] }, 1) === "number";
  } catch {
    return false;
  }
}

export const scheduleReader = (standard?: Schedule): Reader<Schedule> =>
  kind("a schedule such as cosineDecay({ epochs: 100 })", givesRate, standard, (value) =>
    typeof value === "function" ? ' that gives no rate: are its "()" missing?' : undefined,
  );

/** The rate of a step by a schedule; throws when that is no rate. `inContext` adds who was called, and in which epoch. */
export function rateOf(
  schedule: Schedule,
  moment: Moment,
  base: number,
  inContext: (event: string) => string,
): number {
  const rate = schedule(moment, base);
  if (Number.isFinite(rate) && rate >= 0) return rate;
  throw new Error(inContext(`the schedule gave a rate of ${describe(rate)}`));
}
