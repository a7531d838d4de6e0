// Values that are declared of tensors by their names. A `*` in a name stands for any characters.
import { ArgumentError } from "./argument-error.ts";

/** A value for each of some tensors: the name of one goes before a name with `*`, and of several such the last one. */
export interface ByName<T> {
  readonly [name: string]: T;
}

const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "su").test(name);

const escaped = (text: string) => text.replaceAll(/[.+?^${}()|[\]\\/]/g, "\\$&");

/** What is declared of the tensor of this name. */
export function valueFor<T>(given: ByName<T>, name: string): T | undefined {
  if (Object.hasOwn(given, name)) return given[name];
  const pattern = Object.keys(given).findLast((one) => one.includes("*") && matches(one, name));
  return pattern === undefined ? undefined : given[pattern];
}

/** Throws where one of these is neither the name of a tensor nor matches any. */
export function expectNames(what: string, given: readonly string[], names: readonly string[]): void {
  const known = (one: string) =>
    names.includes(one) || (one.includes("*") && names.some((n) => matches(one, n)));
  const unknown = given.find((one) => !known(one));
  if (unknown === undefined) return;
  const list = names.map((name) => `"${name}"`).join(", ");
  throw new ArgumentError(`${what}: no tensor is called "${unknown}"; there are ${list}`);
}
