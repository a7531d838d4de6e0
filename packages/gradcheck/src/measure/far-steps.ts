// What long steps along a line show: which outputs change at all, and whether they are numbers of float32.
import { isShort, isSingle } from "./float32.ts";

/** Steps that are no powers of two: values on a grid of those would be float32 numbers by themselves. */
const steps = [1.234e-3, 0.1234, -0.1234, 1.234, -1.234];
/** A change larger than this share of the output is no rounding. */
const coarsestGrid = 2 ** -16;

/** Writes the outputs at `t` along a line. */
export type OutputsAt = (t: number, into: Float64Array) => void;

export class FarSteps {
  /** The outputs that change, at the first step and at any. */
  readonly changedAtOnce = new Set<number>();
  readonly changed = new Set<number>();
  /** Whether every output that changes is rounded to float32, or every one where none does. */
  readonly single: boolean;
  readonly #base: Float64Array;
  readonly #rows: Float64Array[] = [];

  /** Steps away from `base`, the outputs at `offset`. */
  constructor(at: OutputsAt, base: Float64Array, offset: number) {
    this.#base = base;
    for (const step of steps) {
      const row = new Float64Array(base.length);
      at(offset + step, row);
      this.#rows.push(row);
      for (let i = 0; i < base.length; i++)
        if (row[i] !== base[i] && Number.isFinite(base[i])) this.changed.add(i);
      if (this.#rows.length === 1) for (const i of this.changed) this.changedAtOnce.add(i);
      // Where the first step changes everything, there is no need to go farther.
      if (this.changed.size === base.length) break;
    }
    this.single = this.#areSingle(this.changed.size > 0 ? [...this.changed] : [...base.keys()]);
  }

  /** Whether an output is rounded to float32, whatever others are. */
  isSingle(i: number): boolean {
    return this.single || this.#areSingle([i]);
  }

  /** Whether all finite values of some outputs are numbers of float32, and not all by chance. */
  #areSingle(outputs: readonly number[]): boolean {
    return outputs.every((i) => this.#every(i, isSingle)) && !outputs.every((i) => this.#every(i, isShort));
  }

  #every(i: number, holds: (y: number) => boolean): boolean {
    const fits = (y: number) => holds(y) || !Number.isFinite(y);
    return fits(this.#base[i]) && this.#rows.every((row) => fits(row[i]));
  }

  /** The finite values of an output, that at the base first. */
  #valuesOf(i: number): number[] {
    return [this.#base, ...this.#rows].map((row) => row[i]).filter(Number.isFinite);
  }

  /** The height of the steps in which an output changes that does so over long steps alone; undefined where it is none of rounding. */
  gridOf(i: number, least: number): number | undefined {
    const [base, ...values] = this.#valuesOf(i);
    const changes = values.map((y) => Math.abs(y - base)).filter((change) => change > 0);
    const height = Math.min(least, ...changes);
    return height <= Math.max(...values.map(Math.abs)) * coarsestGrid ? height : undefined;
  }
}
