// Whether a layer or loss still has the functions it was made with. What has others is not what its kernel, made for
// speed, says that it is.
const defined = new WeakMap<object, unknown[]>();

const functionsOf = (subject: object): unknown[] =>
  Object.values(subject).filter((value) => typeof value === "function");

/**
 * Remembers the functions of a subject, which is then complete but for its kernel: that is no enumerable property, so that
 * copies with a pass of their own, such as `{ ...layer, backward }`, do not take it along.
 */
export function markAsDefined(subject: object, kernel: unknown): void {
  Object.defineProperty(subject, "kernel", { value: kernel });
  defined.set(subject, functionsOf(subject));
}

/**
 * Whether a layer, loss or optimizer still has the functions it was made with, so that what it declares of itself holds.
 *
 * @example
 * import { defineLayer } from "@nudge/core";
 * import { isAsDefined } from "@nudge/core/internal";
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
