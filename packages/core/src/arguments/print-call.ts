// Layers, losses and optimizers print as the code that makes them: `dense(4, 32)`, `adam({ learningRate: 0.01 })`.

import { formatShape } from "./shape.ts";
import { looksLikeTensor } from "./tensor-like.ts";

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function printValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name || "function";
  if (typeof value !== "object" || value === null) return String(value);
  if (looksLikeTensor(value)) return `tensor ${formatShape(value.shape)}`;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return `[${Array.from(value as unknown as ArrayLike<unknown>, printValue).join(", ")}]`;
  }
  if (typeof value.toString === "function" && value.toString !== Object.prototype.toString) return `${value}`;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return "{}";
  const print = ([key, entry]: [string, unknown]) =>
    `${identifier.test(key) ? key : JSON.stringify(key)}: ${printValue(entry)}`;
  return `{ ${entries.map(print).join(", ")} }`;
}

/** The call `name(...args)` as code, without what is undefined or an empty object of options at its end. */
export function printCall(name: string, args: readonly unknown[]): string {
  const printed = args.map(printValue);
  const last = printed.findLastIndex((arg) => arg !== "undefined" && arg !== "{}");
  return `${name}(${printed.slice(0, last + 1).join(", ")})`;
}

/** A factory under the name that it prints with, so that errors can speak of it. */
export const named = <F extends (...args: never[]) => unknown>(name: string, factory: F): F =>
  Object.defineProperty(factory, "name", { value: name });
