// θ, all tensors of a subject in one vector. It is moved here and nowhere else, and every move is taken back when what
// it was made for is done, also where that throws or is stopped.
import type { Line } from "./line.ts";
import type { Vector } from "./vector.ts";

export class Theta {
  readonly #values: Float64Array;
  #line: Line | undefined;

  constructor(values: Float64Array) {
    this.#values = values;
  }

  /** θ as it stands. */
  get values(): Vector {
    return this.#values;
  }

  /** Runs `f` with θ at a point. */
  at<T>(point: ArrayLike<number>, f: () => T): T {
    const base = this.#values.slice();
    this.#values.set(point);
    try {
      return f();
    } finally {
      this.#values.set(base);
    }
  }

  /** Runs a generator from its first step to its last with θ at a point. */
  *during<Y, T, N>(point: ArrayLike<number>, steps: () => Generator<Y, T, N>): Generator<Y, T, N> {
    const base = this.#values.slice();
    this.#values.set(point);
    try {
      return yield* steps();
    } finally {
      this.#values.set(base);
    }
  }

  /** Runs `f` with one entry at a value. */
  withEntry<T>(index: number, value: number, f: () => T): T {
    const base = this.#values[index];
    this.#values[index] = value;
    try {
      return f();
    } finally {
      this.#values[index] = base;
    }
  }

  /** θ as it stands, or while it moves along a line the point that the line goes through. */
  get origin(): Float64Array {
    const point = this.#values.slice();
    this.#line?.restore(point);
    return point;
  }

  /** Runs `f`, which moves along a line by `to(t)`; that gives the position really reached. */
  along<T>(line: Line, f: (to: (t: number) => number) => T): T {
    const outer = this.#line;
    this.#line = line;
    try {
      return f((t) => line.put(this.#values, t));
    } finally {
      line.restore(this.#values);
      this.#line = outer;
    }
  }

  /** Runs `f`, and gives besides its result the first entry that `f` wrote to, if any. */
  watch<T>(f: () => T): { readonly result: T; readonly written: number | undefined } {
    const base = this.#values.slice();
    try {
      const result = f();
      const written = base.findIndex((x, i) => !Object.is(x, this.#values[i]));
      return { result, written: written < 0 ? undefined : written };
    } finally {
      this.#values.set(base);
    }
  }
}
