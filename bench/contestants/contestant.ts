import type { Problem } from "../problem.ts";

/**
 * What a contestant trains, which is not always what the table asks for:
 *
 * - `softmax`: what is asked for, one update for a batch by the mean gradient of the softmax cross-entropy.
 * - `softmax, slope 1`: the same, but relu passes the whole gradient back, also where it is off.
 * - `relu`: a relu on the outputs too, half the squared error, an update after each sample.
 * - `logistic`: a logistic function on each output, binary cross-entropy, an update after each sample, of the outputs
 *   before the error goes on through them.
 */
export type Kind = "softmax" | "softmax, slope 1" | "relu" | "logistic";

/** A library that trains a net, or checks its gradient. */
export interface Contestant {
  readonly name: string;
  readonly dtype: "float64" | "float32";
  /** Where it is installed, in bench/rivals; not given for ours, which the workspace has. */
  readonly rival?: string;
  readonly kind: Kind;
  /** What is not as the table says, in words. */
  readonly note?: string;
  /** The largest difference of losses, relative to the loss, where that is not as its precision has it. */
  readonly tolerance?: number;
  /** The most weights that it is tried with. */
  readonly most?: number;
  build(problem: Problem): Promise<Run>;
}

interface Run {
  /** One step on a batch; of a checker, one check of all entries. */
  step(batch: number): void;
  /** The mean loss on a batch with the weights as they are. */
  loss(batch: number): number;
}
