// The arrays of an object, by name: its own, which are written to in place.
import { type NestedArray, tensor } from "@nudge/core";
import { describe } from "@nudge/core/internal";
import { count } from "../words/describe.ts";

/** An array that can be written to in place: typed, plain, or nested. */
export type MutableArray = Float64Array | Float32Array | (number | MutableArray)[];

/** Several of them by name. */
export interface MutableArrays {
  readonly [name: string]: MutableArray;
}

const isMutableArray = (value: unknown): value is MutableArray =>
  value instanceof Float64Array || value instanceof Float32Array || Array.isArray(value);

/** The arrays that an object says are its own. Throws where one is none, and in its place a number is a copy. */
export function arraysOf(
  what: string,
  arrays: { readonly [name: string]: MutableArray | undefined },
): MutableArrays {
  if (typeof arrays !== "object" || arrays === null)
    throw new TypeError(`${what} must be arrays by name, got ${describe(arrays)}`);
  const own = Object.entries(arrays).filter(([, array]) => array !== undefined);
  for (const [name, array] of own)
    if (!isMutableArray(array))
      throw new TypeError(
        `${what}.${name} must be an array of the object's own, to be written to, got ${describe(array)}`,
      );
  return Object.fromEntries(own) as unknown as MutableArrays;
}

/** A copy of the entries, row-major. Throws where rows differ in length, or an entry is no number. */
export const entriesOf = (array: MutableArray): Float64Array =>
  Float64Array.from(tensor(array as NestedArray).data);

/** Writes as many entries, row-major, into an array of any nesting. */
export function write(name: string, into: MutableArray, entries: ArrayLike<number>): void {
  let next = 0;
  const visit = (array: MutableArray) => {
    for (let i = 0; i < array.length; i++) {
      const item = array[i];
      if (typeof item === "number") array[i] = entries[next++];
      else visit(item);
    }
  };
  visit(into);
  if (next !== entries.length)
    throw new TypeError(
      `${name} has ${count(next, "number")} now, where there were ${count(entries.length, "number")}`,
    );
}
