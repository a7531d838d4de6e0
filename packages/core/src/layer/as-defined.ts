// Whether a layer, loss or optimizer still has the functions it was made with. A copy with one of its own, such as
// `{ ...layer, backward }`, takes the hooks for speed along, which do not belong to it.
const defined = new WeakMap<object, unknown[]>();

const functionsOf = (subject: object): unknown[] =>
  Object.values(subject).filter((value) => typeof value === "function");

/** Remembers the functions of a subject, which is then complete. */
export function markAsDefined(subject: object): void {
  defined.set(subject, functionsOf(subject));
}

/**
 * Whether a layer, loss or optimizer still has the functions it was made with, so that what it declares of itself holds.
 *
 * @example
 * import { defineLayer, isAsDefined } from "@nudge/core";
 *
 * const same = defineLayer("same", () => ({ forward: (x) => [x, 0], backward: (dy) => ({ input: dy }) }))();
 * console.log(isAsDefined(same), isAsDefined({ ...same, backward: same.backward }));
 * // true false
 */
export function isAsDefined(subject: object): boolean {
  const made = defined.get(subject);
  const found = functionsOf(subject);
  return made?.length === found.length && found.every((value, k) => value === made[k]);
}
