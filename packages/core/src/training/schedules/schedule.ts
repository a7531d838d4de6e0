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

export const schedule = (standard?: Schedule): Reader<Schedule> =>
  kind("a schedule", (value) => typeof value === "function", standard);
