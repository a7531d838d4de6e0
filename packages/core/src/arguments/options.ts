// Options are read in one place, where they come in: their names, what each must be, and what it is unless given.
import { describe, quoted } from "./describe.ts";
import { nearest } from "./nearest.ts";
import type { Reader } from "./reader.ts";

/** A reader for each option. */
export type Readers<Options> = { readonly [Name in keyof Options]-?: Reader<Options[Name]> };

/** What readers make of options. */
export type Read<R> = { readonly [Name in keyof R]: R[Name] extends Reader<infer T> ? T : never };

/**
 * Throws when `given` is no object (as in `adam(0.01)`) or has a key that is not among `allowed`. `words` are what is
 * given, and what a key of it is called.
 */
export function checkKeys(
  caller: string,
  given: object,
  allowed: readonly string[],
  [all, one]: readonly [all: string, one: string] = ["options", "option"],
): void {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new Error(`${caller}: expected ${all} such as { ${allowed[0]}: ... }, got ${describe(given)}`);
  for (const key of Object.keys(given)) {
    if (allowed.includes(key)) continue;
    const meant = nearest(key, allowed);
    const hint = meant
      ? `, did you mean "${meant}"?`
      : `; the ${one}s are ${allowed.map((name) => `"${name}"`).join(", ")}`;
    throw new Error(`${caller}: unknown ${one} ${quoted(key)}${hint}`);
  }
}

/**
 * The options of a function or layer with their defaults: each as its reader reads it. Throws, beginning with `caller`, when
 * `given` is no object, has a name that there is no reader for, or a value that its reader refuses.
 *
 * @example
 * import { flag, positive, readOptions, share } from "@nudge/core/internal";
 *
 * const readers = { learningRate: positive(0.01), momentum: share(0), nesterov: flag(false) };
 * console.log(readOptions("sgd", { momentum: 0.9 }, readers));
 * // { learningRate: 0.01, momentum: 0.9, nesterov: false }
 */
export function readOptions<Options extends object, R extends Readers<Options>>(
  caller: string,
  given: Options | undefined,
  readers: R,
): Read<R> {
  const names = Object.keys(readers);
  if (given !== undefined) checkKeys(caller, given, names);
  const options = (given ?? {}) as { readonly [name: string]: unknown };
  const all = readers as { readonly [name: string]: Reader<unknown> };
  const read: { [name: string]: unknown } = {};
  for (const name of names) read[name] = all[name].read(caller, name, options[name]);
  return read as Read<R>;
}
