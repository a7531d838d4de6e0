// What backprop says of a slope, and how far from the truth that may be before it matters.
import { isSingle } from "../measure/float32.ts";

export class Claim {
  /** The slope by backprop. */
  readonly analytic: number;
  /** How far the line moves entries in all, where all their gradients are numbers of float32; else 0. */
  readonly singleLength: number;
  readonly #threshold: number;
  readonly #floor: number;

  /** An error up to `threshold` of the slope does not matter, nor does one up to `floor`. */
  constructor(analytic: number, threshold: number, floor = 0, singleLength = isSingle(analytic) ? 1 : 0) {
    this.analytic = analytic;
    this.singleLength = singleLength;
    this.#threshold = threshold;
    this.#floor = floor;
  }

  /** The same of another slope. */
  of(analytic: number): Claim {
    return new Claim(analytic, this.#threshold, this.#floor, this.singleLength);
  }

  distanceFrom(value: number): number {
    return Math.abs(value - this.analytic);
  }

  /** The size of a measured slope, or that of the claimed one where it is larger. */
  sizeBeside(value: number): number {
    return Math.max(Math.abs(value), Math.abs(this.analytic));
  }

  /** How far a right gradient may be from a measured slope that has no error. */
  tolerance(value: number): number {
    return Math.max(this.#threshold * this.sizeBeside(value), this.#floor);
  }
}
