// What a training remembers from epoch to epoch: each part of it writes down its numbers and arrays under names of their own,
// and finds them again.
import { quoted } from "../arguments/describe.ts";
import type { TypedArray } from "../tensor/tensor.ts";

/** Numbers and arrays under names. */
export class Memory {
  readonly numbers = new Map<string, readonly number[]>();
  readonly arrays = new Map<string, TypedArray>();

  write(name: string, numbers: readonly number[]): void {
    this.numbers.set(name, [...numbers]);
  }

  /** Keeps a copy of an array. */
  keep(name: string, array: TypedArray): void {
    this.arrays.set(name, array.slice());
  }

  /** The numbers under a name; throws unless there are some of which `holds` is true. */
  read(name: string, holds: (numbers: readonly number[]) => boolean): readonly number[] {
    const numbers = this.numbers.get(name);
    if (numbers !== undefined && holds(numbers)) return numbers;
    if (numbers === undefined) throw new Error(`its ${quoted(name)} is missing`);
    const shown = numbers.length > 8 ? [...numbers.slice(0, 8), "..."] : numbers;
    throw new Error(`its ${quoted(name)} is [${shown.join(", ")}]`);
  }

  /** The count under a name. */
  readCount(name: string): number {
    const [count] = this.read(
      name,
      ([count, ...rest]) => Number.isSafeInteger(count) && count >= 0 && rest.length === 0,
    );
    return count;
  }

  /** Writes an array that was kept over another one of its kind and length; throws unless it is there. */
  fill(name: string, array: TypedArray): void {
    const kept = this.arrays.get(name);
    if (kept?.constructor !== array.constructor || kept?.length !== array.length)
      throw new Error(`it has no ${array.constructor.name} of ${array.length} as ${quoted(name)}`);
    array.set(kept);
  }
}
