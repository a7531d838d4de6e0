// Numbers as JSON, and lists and objects of them: those that JSON has no words for are { "number": "Infinity" }.
import { isPlain } from "../tensor/input.ts";

const words: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

export function numberToJson(value: number): unknown {
  const word = Object.is(value, -0) ? "-0" : `${value}`;
  return words.has(word) ? { number: word } : value;
}

/** The number that `numberToJson` wrote; undefined where it is none. */
export function numberFromJson(written: unknown): number | undefined {
  if (typeof written === "number") return written;
  if (!isPlain(written) || Object.keys(written).join() !== "number") return undefined;
  return words.get((written as { readonly number: unknown }).number);
}

const mapEntries = (value: object, f: (entry: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, f(entry)]));

/** Numbers, strings, null, and lists and objects of them, as JSON. */
export function plainToJson(value: unknown): unknown {
  if (typeof value === "number") return numberToJson(value);
  if (Array.isArray(value)) return value.map(plainToJson);
  return isPlain(value) ? mapEntries(value, plainToJson) : value;
}

/** What `plainToJson` wrote. */
export function plainFromJson(written: unknown): unknown {
  const number = numberFromJson(written);
  if (number !== undefined) return number;
  if (Array.isArray(written)) return written.map(plainFromJson);
  return isPlain(written) ? mapEntries(written, plainFromJson) : written;
}
