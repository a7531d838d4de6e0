// y = (x - shift) / scale, each column of numbers by its own two; columns of categories pass.
import { checkKeys } from "../../arguments/options.ts";
import { finite, positive, type Reader } from "../../arguments/reader.ts";
import { fresh } from "../../tensor/fresh.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { defineTransform, type Transform } from "./define-transform.ts";
import type { Frame } from "./frame.ts";
import { readEach } from "./read-state.ts";

interface Scales {
  /** One for each column; of categories 0. */
  readonly shift: readonly number[];
  /** One for each column; of categories, and where all numbers are the same, 1. */
  readonly scale: readonly number[];
}

/** The numbers of a column that are there; throws where there are none. */
export function columnOf(caller: string, { numbers, sources }: Frame, column: number): Float64Array {
  const { data, offset, size } = numbers;
  const values = new Float64Array(size / sources.length);
  let count = 0;
  for (let i = column; i < size; i += sources.length) {
    const value = data[offset + i];
    if (!Number.isNaN(value)) values[count++] = value;
  }
  if (count === 0) throw new Error(`${caller}: column ${sources[column]} has no numbers`);
  return values.subarray(0, count);
}

/** A transform by what is measured of the numbers of a column: the shift, and the scale, which may be 0. */
export function scaling(
  name: string,
  measure: (values: Float64Array) => readonly [shift: number, scale: number],
): Transform {
  return defineTransform<Scales>(name, [], (caller) => {
    const each = (x: Tensor, f: (entry: number, column: number) => number, columns: number): Tensor => {
      const y = fresh(x.shape, x.dtype);
      for (let i = 0; i < x.size; i++) y.data[i] = f(x.data[x.offset + i], i % columns);
      return y;
    };
    return {
      fit(frame) {
        const measured = frame.sources.map((source, k) => {
          if (frame.categories.has(k)) return [0, 1];
          const [shift, scale] = measure(columnOf(caller, frame, k));
          if (!Number.isFinite(shift + scale))
            throw new Error(`${caller}: the numbers of column ${source} are too large`);
          return [shift, scale || 1];
        });
        return { shift: measured.map(([shift]) => shift), scale: measured.map(([, scale]) => scale) };
      },
      read(written, rows, from) {
        const where = `${from}: ${caller}`;
        checkKeys(where, written as object, ["shift", "scale"], ["a state", "key"]);
        const { shift, scale } = written as { readonly [key: string]: unknown };
        const each = (what: string, value: unknown, number: Reader<number>) =>
          readEach(where, what, value, rows, { numbers: number, categories: number });
        return { shift: each("shift", shift, finite()), scale: each("scale", scale, positive()) };
      },
      apply: (frame, { shift, scale }) => ({
        ...frame,
        numbers: each(frame.numbers, (x, k) => (x - shift[k]) / scale[k], shift.length),
      }),
      invert: (y, { shift, scale }) => each(y, (y, k) => y * scale[k] + shift[k], shift.length),
    };
  });
}
