// The arrays of an object, by name: its own, which are written to in place.
import { describe } from "@nudge/core/internal";
import { count } from "../words/describe.ts";
import { isPromise } from "./form.ts";

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
  if (typeof arrays !== "object" || arrays === null || isPromise(arrays))
    throw new TypeError(`${what} must be arrays by name, got ${describe(arrays)}`);
  const own = Object.entries(arrays).filter(([, array]) => array !== undefined);
  for (const [name, array] of own)
    if (!isMutableArray(array))
      throw new TypeError(
        `${what}.${name} must be an array of the object's own, to be written to, got ${describe(array)}`,
      );
  return Object.fromEntries(own) as unknown as MutableArrays;
}

/** A copy, whatever its nesting. */
export const copyOf = (array: MutableArray): MutableArray =>
  Array.isArray(array)
    ? array.map((item) => (isMutableArray(item) ? copyOf(item) : item))
    : (array.slice() as MutableArray);

/** Makes an array what another one is, in place, also where a pass has made it longer or shorter. */
export function restore(into: MutableArray, from: MutableArray): void {
  if (!Array.isArray(into)) {
    into.set(from as Float64Array);
    return;
  }
  into.length = from.length;
  for (const [i, item] of from.entries()) {
    const own = into[i];
    if (!isMutableArray(item)) into[i] = item;
    else if (isMutableArray(own)) restore(own, item);
    else into[i] = copyOf(item);
  }
}

/** Remembers the arrays of an object as they stand; what it gives puts them back. */
export function remember(...sources: (() => MutableArrays)[]): () => void {
  const kept = sources.map((now) => ({
    now,
    arrays: Object.entries(now()).map(([name, array]) => ({ name, array, copy: copyOf(array) })),
  }));
  return () => {
    for (const { arrays } of kept) for (const { array, copy } of arrays) restore(array, copy);
    // A pass may have put other arrays in the place of these.
    for (const { now, arrays } of kept) {
      const later = now();
      for (const { name, array, copy } of arrays)
        if (later[name] !== undefined && later[name] !== array) restore(later[name], copy);
    }
  };
}

/** Writes zero for every number. */
export function clear(array: MutableArray): void {
  for (const [i, item] of array.entries())
    if (isMutableArray(item)) clear(item);
    else if (typeof item === "number") array[i] = 0;
}

/** Writes as many entries, row-major, into an array of any nesting. */
export function write(name: string, into: MutableArray, entries: ArrayLike<number>): void {
  let next = 0;
  const visit = (array: MutableArray) => {
    for (let i = 0; i < array.length; i++) {
      const item = array[i];
      if (isMutableArray(item)) visit(item);
      else array[i] = entries[next++];
    }
  };
  visit(into);
  if (next !== entries.length)
    throw new TypeError(
      `${name} has ${count(next, "number")} now, where there were ${count(entries.length, "number")}`,
    );
}
