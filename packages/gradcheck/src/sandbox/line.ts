// A line through θ, along which the subject is evaluated: one entry, or several at once. `Theta` moves along it.
import type { Vector } from "./vector.ts";

export interface Line {
  /** The absolute value of the entry, where the line is one; else 1. */
  readonly size: number;
  /** The distance over which the subject is expected to vary. */
  readonly scale: number;
  /** Puts the values at `t` from the base and returns the position really reached. */
  put(values: Float64Array, t: number): number;
  /** Puts the values back to the base, from a copy. */
  restore(values: Float64Array): void;
  /** The slope along the line that a gradient says. */
  slopeOf(gradient: Float64Array): number;
}

/** The line of one entry. A position is the value as it was stored, so that the difference of two is the step really taken. */
export class EntryLine implements Line {
  readonly size: number;
  readonly #x: number;

  constructor(
    theta: Vector,
    readonly index: number,
    readonly scale: number,
  ) {
    this.#x = theta[index];
    this.size = Math.abs(this.#x);
  }

  put(values: Float64Array, t: number): number {
    values[this.index] = this.#x + t;
    return values[this.index];
  }

  restore(values: Float64Array): void {
    values[this.index] = this.#x;
  }

  slopeOf(gradient: Float64Array): number {
    return gradient[this.index];
  }
}

/** The line θ + t v, v beginning at entry `offset`. Where the entries of v are powers of two, short steps are exact. */
export class DirectionLine implements Line {
  readonly size = 1;
  readonly scale = 1;
  readonly #base: Float64Array;

  constructor(
    theta: Vector,
    readonly offset: number,
    readonly direction: Float64Array,
  ) {
    this.#base = theta.slice(offset, offset + direction.length);
  }

  put(values: Float64Array, t: number): number {
    const { offset, direction } = this;
    const base = this.#base;
    for (let i = 0; i < direction.length; i++) values[offset + i] = base[i] + t * direction[i];
    return t;
  }

  restore(values: Float64Array): void {
    values.set(this.#base, this.offset);
  }

  slopeOf(gradient: Float64Array): number {
    return this.direction.reduce((sum, d, i) => sum + d * gradient[this.offset + i], 0);
  }
}

/** One direction ahead and another one back, from one base: where a domain ends, both may have to go to the same side. */
export class BentLine implements Line {
  readonly size = 1;
  readonly scale = 1;
  readonly #ahead: DirectionLine;
  readonly #back: DirectionLine;

  constructor(ahead: DirectionLine, back: DirectionLine) {
    this.#ahead = ahead;
    this.#back = back;
  }

  put(values: Float64Array, t: number): number {
    return t < 0 ? -this.#back.put(values, -t) : this.#ahead.put(values, t);
  }

  restore(values: Float64Array): void {
    this.#ahead.restore(values);
    this.#back.restore(values);
  }

  slopeOf(gradient: Float64Array): number {
    return (this.#ahead.slopeOf(gradient) + this.#back.slopeOf(gradient)) / 2;
  }
}
