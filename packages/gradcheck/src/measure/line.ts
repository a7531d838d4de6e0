// A line through θ, along which the subject is evaluated: one entry, or all entries of a tensor at once.

export interface Line {
  /** The size of the entry itself, where the line is one. */
  readonly size: number;
  /** The distance over which the subject is expected to vary. */
  readonly scale: number;
  /** Puts θ at `t` from the base and returns the position really reached. */
  to(t: number): number;
  /** Puts θ back to the base, from a copy. */
  back(): void;
}

/** The line of one entry. The position is what was stored, so that a difference of positions is the step taken. */
export class EntryLine implements Line {
  readonly size: number;
  readonly #x: number;

  constructor(
    readonly theta: Float64Array,
    readonly index: number,
    readonly scale: number,
  ) {
    this.#x = theta[index];
    this.size = Math.abs(this.#x);
  }

  to(t: number): number {
    this.theta[this.index] = this.#x + t;
    return this.theta[this.index];
  }

  back(): void {
    this.theta[this.index] = this.#x;
  }
}

/** The line θ + t v. The entries of v are powers of two, so that short steps are exact. */
export class DirectionLine implements Line {
  readonly size = 1;
  readonly scale = 1;
  readonly #base: Float64Array;

  constructor(
    readonly theta: Float64Array,
    readonly offset: number,
    readonly direction: Float64Array,
    base: Float64Array = theta.slice(offset, offset + direction.length),
  ) {
    this.#base = base;
  }

  to(t: number): number {
    const { theta, offset, direction } = this;
    const base = this.#base;
    for (let i = 0; i < direction.length; i++) theta[offset + i] = base[i] + t * direction[i];
    return t;
  }

  back(): void {
    this.theta.set(this.#base, this.offset);
  }
}
