// The intervals that entries of θ are declared to stay in. Outside of them the subject is never called.
import type { Slice } from "@nudge/core";
import { ArgumentError } from "../words/argument-error.ts";
import { type ByName, valueFor } from "../words/by-name.ts";
import { place } from "../words/describe.ts";
import { indexOf } from "../words/index-of.ts";
import type { Interval } from "../words/settings.ts";
import type { Vector } from "./vector.ts";

interface Bounded {
  readonly slice: Slice;
  readonly interval: Interval;
}

export class Bounds {
  readonly #bounded: readonly Bounded[];

  constructor(slices: readonly Slice[], given: ByName<Interval>) {
    this.#bounded = slices.flatMap((slice) => {
      const interval = valueFor(given, slice.name);
      return interval === undefined ? [] : [{ slice, interval }];
    });
  }

  /** The interval of the entries of a tensor. */
  of({ name }: { readonly name: string }): Interval | undefined {
    return this.#bounded.find(({ slice }) => slice.name === name)?.interval;
  }

  /** Whether all entries of θ are inside. */
  hold(values: Vector): boolean {
    return this.#outside(values) === undefined;
  }

  /** Throws where an entry of θ is outside. */
  expectInside(values: Vector): void {
    const found = this.#outside(values);
    if (found === undefined) return;
    const { slice, interval, entry } = found;
    const where = place(slice.name, indexOf(entry - slice.offset, slice.shape));
    throw new ArgumentError(`bounds: ${where} is ${values[entry]}, outside of [${interval.join(", ")}]`);
  }

  /** A point near `base`: an entry that would leave its interval goes half as far to the other side if it can, and else stays. */
  inside(point: Float64Array, base: Vector): Float64Array {
    for (const { slice, interval } of this.#bounded) {
      for (let i = slice.offset; i < slice.offset + slice.length; i++) {
        const back = base[i] - (point[i] - base[i]) / 2;
        if (!isInside(point[i], interval)) point[i] = isInside(back, interval) ? back : base[i];
      }
    }
    return point;
  }

  #outside(values: Vector): (Bounded & { readonly entry: number }) | undefined {
    for (const bounded of this.#bounded) {
      const { offset, length } = bounded.slice;
      for (let entry = offset; entry < offset + length; entry++)
        if (!isInside(values[entry], bounded.interval)) return { ...bounded, entry };
    }
    return undefined;
  }
}

const isInside = (x: number, [least, greatest]: Interval) => least <= x && x <= greatest;
