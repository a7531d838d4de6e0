// Perturbed copies of an activation or of parameters, side by side, so that one pass of a layer serves them all: as
// wholes on top of one another, or only the columns or rows in which they differ. Slot s belongs to copy s.
import { copy, type Tensor, tensor } from "@nudge/core";
import { viewsInto } from "@nudge/core/internal";
import { numbersOf } from "../subject/numbers.ts";

/** Which lines of a matrix: 0 its rows, 1 its columns. */
export type Axis = 0 | 1;

/** An array that only this file may write to: a layer that does spoils every output after. */
export interface Guarded {
  /** Takes back what was written, and says whether all is as it was. */
  intact(): boolean;
}

export function sameNumbers(a: Tensor["data"], b: Tensor["data"]): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return a.length === b.length;
}

/** A tensor of zeros outside any arena, so that it lasts from run to run. */
export function lasting(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(new Float64Array(size), shape);
}

/** How far apart the lines of a matrix [rows, width] are, and the entries of a line. */
const strides = (axis: Axis, width: number) => (axis === 0 ? [width, 1] : [1, width]);

/** Some rows or columns of a matrix, each copied to a slot of a smaller one, where one entry of it is changed. */
export class Lines implements Guarded {
  /** [rows, slots] for columns, [slots, width] for rows. */
  readonly matrix: Tensor;
  /** Which line of `from` each slot holds. */
  readonly at: Int32Array;
  readonly #place: Int32Array;

  constructor(
    readonly from: Tensor,
    readonly axis: Axis,
    readonly slots: number,
  ) {
    const [rows, width] = from.shape;
    this.matrix = lasting(axis === 0 ? [slots, width] : [rows, slots]);
    this.at = new Int32Array(slots).fill(-1);
    this.#place = new Int32Array(slots);
  }

  /** Copies a line to slot `s`, with its entry at `place` set to `value`. */
  take(s: number, line: number, place: number, value: number): void {
    const { axis, from, matrix, slots, at } = this;
    const width = from.shape[1];
    const [line0, step0] = strides(axis, width);
    const [line1, step1] = strides(axis, axis === 0 ? width : slots);
    const source = from.data;
    const data = matrix.data;
    if (at[s] === line) {
      const last = this.#place[s];
      data[s * line1 + last * step1] = source[line * line0 + last * step0];
    } else {
      const length = from.shape[1 - axis];
      for (let i = 0, p = s * line1, q = line * line0; i < length; i++, p += step1, q += step0)
        data[p] = source[q];
      at[s] = line;
    }
    this.#place[s] = place;
    data[s * line1 + place * step1] = value;
  }

  intact(): boolean {
    const { axis, from, matrix, slots, at } = this;
    const length = from.shape[1 - axis];
    const [line0, step0] = strides(axis, from.shape[1]);
    const [line1, step1] = strides(axis, matrix.shape[1]);
    for (let s = 0; s < slots; s++)
      for (let i = 0; i < length && at[s] >= 0; i++)
        if (
          i !== this.#place[s] &&
          !Object.is(matrix.data[s * line1 + i * step1], from.data[at[s] * line0 + i * step0])
        )
          return false;
    return true;
  }
}

/** Whole copies of an activation [n, ...]: [slots n, ...]. */
export class Stack implements Guarded {
  readonly whole: Tensor;
  readonly #count: number;
  readonly #base: Tensor;
  readonly #size: number;
  #slots: readonly Tensor[] | undefined;
  readonly #width: number;
  /** Which line of each copy was written, along which axis. */
  readonly #written: Int32Array;
  #axis: Axis = 0;

  constructor(base: Tensor, slots: number) {
    const [n = 1, ...rest] = base.shape;
    this.whole = lasting([slots * n, ...rest]);
    this.#count = slots;
    this.#base = copy(base);
    this.#size = base.size;
    this.#width = base.shape[1];
    this.#written = new Int32Array(slots).fill(-1);
  }

  /** The copies one by one; made when they are asked for. */
  get slots(): readonly Tensor[] {
    if (this.#slots === undefined) {
      const copies = Array.from({ length: this.#count }, (_, s) => [s, this.#base]);
      this.#slots = Object.values(viewsInto(this.whole.data, Object.fromEntries(copies))) as Tensor[];
    }
    return this.#slots;
  }

  /** Makes every copy the activation itself. */
  fill(): this {
    const size = this.#size;
    for (let s = 0; s < this.#count; s++) this.whole.data.set(this.#base.data, s * size);
    return this;
  }

  /** Makes copy s the activation with line `at[s]` replaced by line s of `lines`. Only for a filled stack. */
  writeLines(lines: Tensor, axis: Axis, at: Int32Array): void {
    const from = numbersOf(lines);
    const [line, step] = strides(axis, lines.shape[1]);
    this.#axis = axis;
    for (let s = 0; s < at.length; s++) {
      if (this.#written[s] !== at[s]) this.#restore(s);
      this.#write(s, at[s], from, s * line, step);
      this.#written[s] = at[s];
    }
  }

  intact(): boolean {
    const size = this.#size;
    const data = numbersOf(this.whole);
    for (let s = 0; s < this.#count; s++) {
      this.#restore(s);
      if (!sameNumbers(data.subarray(s * size, (s + 1) * size), this.#base.data)) return false;
      this.#written[s] = -1;
    }
    return true;
  }

  #restore(s: number): void {
    const [line, step] = strides(this.#axis, this.#width);
    const written = this.#written[s];
    if (written >= 0) this.#write(s, written, this.#base.data, written * line, step);
  }

  #write(s: number, at: number, from: Tensor["data"], start: number, every: number): void {
    const { data } = this.whole;
    const size = this.#size;
    const [line, step] = strides(this.#axis, this.#width);
    const length = this.#axis === 0 ? this.#width : size / this.#width;
    for (let i = 0, p = s * size + at * line, q = start; i < length; i++, p += step, q += every)
      data[p] = from[q];
  }
}
