// The outputs a step to both sides of the point along a line, from which every slope is made.
import type { Line } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";

/** The outputs at both ends of a step, one after another in each array: those of this step begin at `at`. */
export interface Ends {
  readonly above: Float64Array;
  readonly below: Float64Array;
  readonly at: number;
}

export class CentralDifference implements Ends {
  readonly above: Float64Array;
  readonly below: Float64Array;
  readonly at = 0;
  /** How far the positions of the ends are apart, as they were stored. */
  taken = Number.NaN;

  constructor(outputs: number) {
    this.above = new Float64Array(outputs);
    this.below = new Float64Array(outputs);
  }

  /** Evaluates at `t` to both sides. */
  measure(evaluator: Evaluator, line: Line, t: number): this {
    evaluator.theta.along(line, (to) => {
      const above = to(t);
      evaluator.evaluate(this.above);
      const below = to(-t);
      evaluator.evaluate(this.below);
      this.taken = above - below;
    });
    return this;
  }

  /** (y₊ − y₋) / 2h of each output y. */
  derivatives(): Float64Array {
    return this.above.map((y, o) => (y - this.below[o]) / this.taken);
  }

  /** Σ c (y₊ − y₋) / 2h */
  slope(weights: ArrayLike<number>): number {
    return this.above.reduce((sum, y, o) => sum + weights[o] * (y - this.below[o]), 0) / this.taken;
  }
}
