import type { Verdict } from "@nudge/gradcheck";

/** What became of a trial. */
export interface Outcome {
  readonly op: string;
  readonly at: string;
  readonly verdict: Verdict;
  /** How wrong: the ratio of the report. */
  readonly ratio: number;
  /** What the report says is wrong; empty after a pass. */
  readonly words: string;
}
