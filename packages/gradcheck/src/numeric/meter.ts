// Measures slopes: two-sided differences of the output along a line, with their error bars. Entries of the output are
// subtracted before they are summed, so that what a step does not change cancels exactly and adds no noise.
import type { Line } from "./line.ts";
import type { Noise } from "./noise.ts";
import { relativeStep } from "./step.ts";

/** How many standard deviations of noise an error bar holds: one false alarm in 5e8 entries of Gaussian noise. */
const kappa = 6;

/** The noise a long step from the base, and how large each entry of the output becomes out there. */
export interface CoarseNoise {
  readonly sigma: Float64Array;
  readonly reach: Float64Array;
}

/** How long the steps are for which `CoarseNoise` stands. */
export const coarseOffset = 2 ** -3;

/** What one step along a line shows. */
export interface Level {
  /** Half the distance between the two points really taken. */
  readonly step: number;
  /** Σ c (y₊ − y₋) / 2h */
  readonly slope: number;
  /** The slope is known to ± this, as far as rounding goes. */
  readonly noise: number;
  /** The slope on either side of the point. */
  readonly left: number;
  readonly right: number;
  /** Whether any entry of the output changed by a bit. */
  readonly changed: boolean;
}

/** How the output responds to a long step along a line. */
export interface Response {
  /** 1 for each entry of the output that changes at all. */
  readonly outputs: Uint8Array;
  /** The most that Σ c y moves. */
  readonly range: number;
}

export class Meter {
  readonly #plus: Float64Array;
  readonly #minus: Float64Array;
  #coarse: CoarseNoise | undefined;
  /** What the terms of the variance are divided by before they are squared, against overflow and underflow. */
  readonly #unit: number;

  constructor(
    /** Writes the output of the subject at θ. */
    readonly evaluate: (into: Float64Array) => void,
    /** The upstream gradient c. */
    readonly weights: Float64Array,
    /** The output at the base. */
    readonly center: Float64Array,
    /** The noise at the base. */
    readonly noise: Noise,
    /** The noise a step of the usual length away. */
    readonly near: Noise,
    /** Measures the noise a long step away, once it is asked for. */
    readonly measureCoarse: () => CoarseNoise,
  ) {
    this.#plus = new Float64Array(center.length);
    this.#minus = new Float64Array(center.length);
    const largest = center.reduce((most, y, i) => Math.max(most, Math.abs(weights[i] * y)), 0);
    this.#unit = largest > 0 && Number.isFinite(largest) ? largest * noise.unit : 1;
  }

  /**
   * The slope along a line from a step of `t` to both sides. Outputs that `responds` marks add their rounding also where
   * they did not change by a bit: a change may be hidden in it.
   */
  level(line: Line, t: number, responds?: Uint8Array): Level {
    const { weights, center } = this;
    const plus = this.#plus;
    const minus = this.#minus;
    const above = line.to(t);
    this.evaluate(plus);
    const below = line.to(-t);
    this.evaluate(minus);
    line.back();

    const relative = t / line.scale;
    const { sigma, unit } = this.noise;
    const near = this.near.sigma;
    const nearShare = Math.min(1, relative / relativeStep);
    const coarse = relative > 2 ** -14 ? this.coarse().sigma : undefined;
    const coarseShare = Math.min(1, relative / coarseOffset);
    let difference = 0;
    let right = 0;
    let left = 0;
    let variance = 0;
    let changed = false;
    for (let i = 0; i < center.length; i++) {
      const a = plus[i];
      const b = minus[i];
      const y = center[i];
      const c = weights[i];
      if (a === b && a === y) {
        if (responds?.[i]) variance += ((c * this.#hidden(i)) / this.#unit) ** 2;
        continue;
      }
      changed = true;
      let s = Math.max(sigma[i], near[i] * nearShare, Math.max(Math.abs(a), Math.abs(b)) * unit);
      if (coarse !== undefined) s = Math.max(s, coarse[i] * coarseShare);
      if (a !== b) difference += c * (a - b);
      right += c * (a - y);
      left += c * (y - b);
      variance += ((c * s) / this.#unit) ** 2;
    }
    const taken = above - below;
    return {
      step: taken / 2,
      slope: difference / taken,
      noise: (kappa * this.#unit * Math.sqrt(2 * variance)) / taken,
      left: (2 * left) / taken,
      right: (2 * right) / taken,
      changed,
    };
  }

  /** How the output changes when the line is followed far; undefined when it does not change by a bit. */
  response(line: Line): Response | undefined {
    const { center, weights } = this;
    const outputs = new Uint8Array(center.length);
    let range = 0;
    for (const t of [1, -1, 1 / 4, -1 / 4]) {
      line.to(t * line.scale);
      this.evaluate(this.#plus);
      let change = 0;
      for (let i = 0; i < center.length; i++) {
        if (this.#plus[i] === center[i]) continue;
        outputs[i] = 1;
        change += weights[i] * (this.#plus[i] - center[i]);
      }
      if (Number.isFinite(change)) range = Math.max(range, Math.abs(change));
    }
    line.back();
    return outputs.includes(1) ? { outputs, range } : undefined;
  }

  /** The rounding of output `i`, that of the largest value it takes around the point included. */
  #hidden(i: number): number {
    const size = Math.max(Math.abs(this.center[i]), this.coarse().reach[i]);
    return Math.max(this.noise.sigma[i], size * this.noise.unit);
  }

  /** The noise of values that lie a long step away. */
  coarse(): CoarseNoise {
    this.#coarse ??= this.measureCoarse();
    return this.#coarse;
  }

  /** A slope that is too small to change the output by a bit over a step of `t`. */
  blindness(t: number): number {
    let sum = 0;
    for (let i = 0; i < this.center.length; i++)
      sum += ((this.weights[i] * this.#hidden(i)) / this.#unit) ** 2;
    return (kappa * this.#unit * Math.sqrt(sum)) / t;
  }
}
