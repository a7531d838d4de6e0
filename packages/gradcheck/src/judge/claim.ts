// What backprop says of a slope, and how far from the truth that may be before it matters.

export class Claim {
  /** The slope by backprop. */
  readonly analytic: number;
  readonly #threshold: number;
  readonly #floor: number;

  /** An error up to `threshold` of the slope does not matter, nor does one up to `floor`. */
  constructor(analytic: number, threshold: number, floor = 0) {
    this.analytic = analytic;
    this.#threshold = threshold;
    this.#floor = floor;
  }

  /** The same of another slope. */
  of(analytic: number): Claim {
    return new Claim(analytic, this.#threshold, this.#floor);
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
