// Measures slopes: two-sided differences of the output along a line, with their error bars. Entries of the output are
// subtracted before they are summed, so that what a step does not change cancels exactly and adds no noise.
import type { Line } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";
import type { Vector } from "../sandbox/vector.ts";
import { CentralDifference, type Ends } from "./central-difference.ts";
import type { Edges } from "./edges.ts";
import { unit64 } from "./float32.ts";
import type { Noise } from "./noise.ts";
import { relativeStep } from "./step.ts";

/** How many standard deviations of noise an error bar holds: one false alarm in 5e8 entries of Gaussian noise. */
const kappa = 6;

/** The noise a long step from the base, and the largest size of each output out there. */
export interface CoarseNoise {
  readonly sigma: Float64Array;
  readonly peaks: Float64Array;
}

/** The length of the step at which `CoarseNoise` is measured. */
export const coarseOffset = 2 ** -3;

/** The rounding of the smallest numbers of float64, which no longer shrinks with them. */
const subnormal = 8 * Number.MIN_VALUE;

/** What one step along a line shows. */
export interface Level {
  /** Half the distance between the two points really taken. */
  readonly step: number;
  /** Σ c (y₊ − y₋) / 2h */
  readonly slope: number;
  /** The slope is known to ± this, as far as the rounding of what changed goes. */
  readonly noise: number;
  /** Outputs that did not change by a bit may hide a slope up to this in their rounding; 0 where they are known to have none. */
  readonly hidden: number;
  /**
   * Between which values the slope lies when every entry of the output may take its slope to the left or that to the
   * right: the hull of the subgradients, and one value where the subject is smooth.
   */
  readonly lower: number;
  readonly upper: number;
  /** How wide rounding alone can make the hull. */
  readonly blur: number;
  /** Whether any entry of the output changed by a bit. */
  readonly changed: boolean;
}

/** Of a step from, to or at what is not finite, be that NaN or an infinity: nothing is known but that the output changed. */
const unknown = {
  slope: Number.NaN,
  noise: Number.POSITIVE_INFINITY,
  hidden: Number.POSITIVE_INFINITY,
  lower: Number.NaN,
  upper: Number.NaN,
  blur: Number.POSITIVE_INFINITY,
  changed: true,
};

/** How the output responds to a long step along a line. */
export interface Response {
  /** The largest size of each output; 0 for those that do not change. */
  readonly peaks: Float64Array;
  /** The most that Σ c y moves over a step of the scale of the line. */
  readonly range: number;
  /** Outputs that do not change may hide a slope up to this in their rounding. */
  readonly hidden: number;
  /** Σ |c y| of those. */
  readonly still: number;
}

/** How far a line is followed to see which outputs change along it, in its scales; and where on the way it is looked at. */
export const farthest = 16;
const looks = [1 / 4, 1, 4, farthest].flatMap((far) => [far, -far]);

export class Meter {
  /** The outputs that the last level was measured from. */
  readonly ends: CentralDifference;
  #coarse: CoarseNoise | undefined;
  /** What the terms of the variance are divided by before they are squared, against overflow and underflow. */
  readonly #unit: number;
  /** The variance of each term of Σ c y where the output stands still. */
  readonly #still: Float64Array;

  constructor(
    readonly evaluator: Evaluator,
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
    /** The entries at an edge of the domain, looked for once they are asked for. */
    readonly edges: () => Edges = () => new Map(),
    /** What backprop says of another upstream gradient; undefined where it throws. */
    readonly backprop: (upstream: Float64Array) => Float64Array | undefined = () => undefined,
  ) {
    this.ends = new CentralDifference(center.length);
    const largest = center.reduce((most, y, i) => Math.max(most, Math.abs(weights[i] * y)), 0);
    this.#unit = largest > 0 && Number.isFinite(largest) ? Math.max(largest * unit64, Number.MIN_VALUE) : 1;
    this.#still = center.map((y, i) => {
      const rounding = Math.max(noise.sigma[i], Math.abs(y) * noise.units[i]);
      return Number.isFinite(rounding) ? ((weights[i] * rounding) / this.#unit) ** 2 : 0;
    });
  }

  /**
   * The slope along a line from a step of `t` to both sides. Where the response is known, outputs that change over longer
   * steps add their rounding even where they did not change by a bit: it may hide a change.
   */
  level(line: Line, t: number, response?: Response): Level {
    const { taken } = this.ends.measure(this.evaluator, line, t);
    return this.levelBetween(this.ends, t / line.scale, taken, response);
  }

  /**
   * The same from outputs that are known: of a step whose length is `relative` to the scale of the line, and whose ends
   * are `taken` apart.
   */
  levelBetween({ above, below, at }: Ends, relative: number, taken: number, response?: Response): Level {
    const { weights, center } = this;
    const { sigma, units } = this.noise;
    const near = this.near.sigma;
    const nearShare = Math.min(1, relative / relativeStep);
    const coarse = relative > 2 ** -14 ? this.coarse().sigma : undefined;
    const coarseShare = Math.min(1, relative / coarseOffset);
    let difference = 0;
    let lower = 0;
    let upper = 0;
    let variance = 0;
    let spread = 0;
    let quanta = 0;
    let still = 0;
    let changed = false;
    for (let i = 0; i < center.length; i++) {
      const a = above[at + i];
      const b = below[at + i];
      const y = center[i];
      const c = weights[i];
      if (a === b && a === y) {
        if (response === undefined) still += this.#still[i];
        else if (response.peaks[i] > 0) {
          const hidden = this.#hidden(i, response.peaks[i]);
          variance += ((c * hidden) / this.#unit) ** 2;
          spread += Math.abs(c) * hidden;
        }
        continue;
      }
      changed = true;
      // What does not count may be anything, also what is not finite.
      if (c === 0) continue;
      let s = Math.max(sigma[i], near[i] * nearShare, Math.max(Math.abs(a), Math.abs(b)) * units[i]);
      if (coarse !== undefined) s = Math.max(s, coarse[i] * coarseShare);
      if (a !== b) difference += c * (a - b);
      const right = c * (a - y);
      const left = c * (y - b);
      lower += Math.min(left, right);
      upper += Math.max(left, right);
      spread += Math.abs(c) * s;
      quanta += Math.abs(c);
      variance += ((c * s) / this.#unit) ** 2;
    }
    if (!Number.isFinite(difference) || !Number.isFinite(upper - lower))
      return { ...unknown, step: taken / 2 };
    return {
      step: taken / 2,
      slope: difference / taken,
      noise: this.#blur(variance, taken) + (quanta * subnormal) / taken,
      hidden: this.#blur(still, taken),
      lower: (2 * lower) / taken,
      upper: (2 * upper) / taken,
      blur: (2 * Math.sqrt(6) * kappa * spread) / taken,
      changed,
    };
  }

  /** How far rounding of this variance moves the slope between two points that are `taken` apart. */
  #blur(variance: number, taken: number): number {
    return (kappa * this.#unit * Math.sqrt(2 * variance)) / taken;
  }

  /** The point that slopes are measured around. */
  get theta(): Vector {
    return this.evaluator.theta.values;
  }

  /** |c y| */
  get #sizes(): Float64Array {
    return this.weights.map((c, i) => Math.abs(c * this.center[i]));
  }

  /** Σ |c y| */
  get size(): number {
    return this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  /** How the output changes when the line is followed far; undefined when it does not change by a bit. */
  response(line: Line): Response | undefined {
    const { center, weights } = this;
    const peaks = new Float64Array(center.length);
    let range = 0;
    let changes = false;
    const { above: output } = this.ends;
    this.evaluator.theta.along(line, (to) => {
      for (const t of looks) {
        to(t * line.scale);
        this.evaluator.evaluate(output);
        let change = 0;
        for (let i = 0; i < center.length; i++) {
          const y = output[i];
          if (y === center[i]) continue;
          changes = true;
          const size = Number.isFinite(y) ? Math.abs(y) : 0;
          peaks[i] = Math.max(peaks[i], size, Math.abs(center[i]), Number.MIN_VALUE);
          change += weights[i] * (y - center[i]);
        }
        if (Math.abs(t) <= 1 && Number.isFinite(change)) range = Math.max(range, Math.abs(change));
      }
    });
    if (!changes) return undefined;
    const sumOfStill = (terms: Float64Array) =>
      terms.reduce((sum, term, i) => (peaks[i] > 0 ? sum : sum + term), 0);
    const hidden = this.#blur(sumOfStill(this.#still), 2 * farthest * line.scale);
    return { peaks, range, hidden, still: sumOfStill(this.#sizes) };
  }

  /** The rounding of output `i`: as of the largest value that it takes around the point, for it may be a sum of such. */
  #hidden(i: number, seen: number): number {
    const size = Math.max(Math.abs(this.center[i]), this.coarse().peaks[i], seen);
    return Math.max(this.noise.sigma[i], size * this.noise.units[i]);
  }

  /** The noise of values that lie a long step away. */
  coarse(): CoarseNoise {
    this.#coarse ??= this.measureCoarse();
    return this.#coarse;
  }

  /** The largest slope that may change no bit of the output over a step of `t`. */
  blindness(t: number): number {
    let sum = 0;
    for (let i = 0; i < this.center.length; i++)
      sum += ((this.weights[i] * this.#hidden(i, 0)) / this.#unit) ** 2;
    return (kappa * this.#unit * Math.sqrt(sum)) / t;
  }
}
