// What the page asks of the worker, and what that answers.
import type { GradcheckReport } from "@nudge/gradcheck";
import type { DataName } from "./data.ts";

export interface Settings {
  readonly data: DataName;
  /** How many units each of the two hidden layers has. */
  readonly units: number;
  readonly rate: number;
  /** Whether a backward pass is wrong. */
  readonly mistake: boolean;
}

export type Request =
  | { readonly ask: "create"; readonly settings: Settings }
  | { readonly ask: "train"; readonly epochs: number }
  | { readonly ask: "check" }
  | { readonly ask: "stop" };

/** The net as it is now. */
export interface Picture {
  readonly answer: "picture";
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  /** The probability of class 1 at each place of a square grid, row by row. */
  readonly probabilities: Float32Array;
}

/** What was made. */
export interface Created {
  readonly answer: "created";
  /** The layer as it prints, and how many parameters it has. */
  readonly net: string;
  readonly parameters: number;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[];
}

export type Answer =
  | Created
  | Picture
  | { readonly answer: "progress"; readonly done: number; readonly total: number }
  | { readonly answer: "checked"; readonly report: GradcheckReport; readonly html: string }
  | { readonly answer: "stopped"; readonly reason: string };
