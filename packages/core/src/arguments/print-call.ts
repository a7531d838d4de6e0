// Layers, losses and optimizers print as the code that makes them: `dense(4, 32)`, `adam({ learningRate: 0.01 })`.

import { describe, literal } from "./describe.ts";
import { formatShape } from "./shape.ts";
import { looksLikeTensor } from "./tensor-like.ts";

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Arrays and objects within one another are printed to this depth, and arrays up to this length: nobody reads on. */
const deepest = 4;
const longest = 1000;

function printValue(value: unknown, depth = 0): string {
  if (typeof value === "string") return literal(value);
  if (typeof value === "function") return value.name || "function";
  if (looksLikeTensor(value)) return `tensor ${formatShape(value.shape)}`;
  if (typeof value !== "object" || value === null) return describe(value);
  if (depth > deepest) return "...";
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const entries = value as ArrayLike<unknown>;
    if (entries.length > longest) return describe(value);
    return `[${Array.from(entries, (entry) => printValue(entry, depth + 1)).join(", ")}]`;
  }
  // What a factory made prints as its call.
  if (Object.hasOwn(value, "toString") && typeof value.toString === "function") return `${value}`;
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) return describe(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return "{}";
  const print = ([key, entry]: [string, unknown]) =>
    `${identifier.test(key) ? key : literal(key)}: ${printValue(entry, depth + 1)}`;
  return `{ ${entries.map(print).join(", ")} }`;
}

/** The call `name(...args)` as code, without what is undefined or an empty object of options at its end. */
export function printCall(name: string, args: readonly unknown[]): string {
  const printed = args.map((arg) => printValue(arg));
  const last = printed.findLastIndex((arg) => arg !== "undefined" && arg !== "{}");
  return `${name}(${printed.slice(0, last + 1).join(", ")})`;
}

/** A factory under the name that it prints with, so that errors can speak of it. */
export const named = <F extends (...args: never[]) => unknown>(name: string, factory: F): F =>
  Object.defineProperty(factory, "name", { value: name });
