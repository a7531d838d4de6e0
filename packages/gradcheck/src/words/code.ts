// Values as code, for the line that repeats a check.
import { isTensor, toArray } from "@nudge/core";

const longest = 72;
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** A number, or nested lists of numbers, as a literal. */
function literal(value: unknown): string {
  if (isList(value)) return `[${Array.from(value, literal).join(", ")}]`;
  return Object.is(value, -0) ? "-0" : String(value);
}

/** What a tensor, a shape or a list was given as, in code; its name where the values are too long to write out. */
export function codeOfValues(given: unknown, name: string): string {
  // An entry takes a character at least: more of them do not fit.
  const count = isTensor(given) ? given.size : isList(given) ? given.length : 0;
  if (count > longest) return name;
  const code = isTensor(given)
    ? `tensor(${literal(toArray(given))})`
    : ArrayBuffer.isView(given)
      ? `${given.constructor.name}.of(${literal(given).slice(1, -1)})`
      : literal(given);
  return code.length <= longest ? code : name;
}

/** The same of one input, or of several by name: `{ query: [4, 3] }`. */
export function codeOf(given: unknown, name: string): string {
  if (isList(given) || isTensor(given) || typeof given !== "object" || given === null)
    return codeOfValues(given, name);
  const named = Object.entries(given).map(([key, values]) => [key, codeOf(values, key)]);
  return codeOfOptions(Object.fromEntries(named));
}

/** Options as code: `{ input: [4, 3], seed: 7 }`. */
export function codeOfOptions(options: { readonly [name: string]: string }): string {
  const print = ([name, code]: [string, string]) => {
    if (!identifier.test(name)) return `${JSON.stringify(name)}: ${code}`;
    return code === name ? name : `${name}: ${code}`;
  };
  return `{ ${Object.entries(options).map(print).join(", ")} }`;
}

/** An option of a check as code: a number, a word, a list, or values by name. */
export function codeOfOption(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(codeOfOption).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return codeOfOptions(
    Object.fromEntries(Object.entries(value).map(([name, own]) => [name, codeOfOption(own)])),
  );
}

/** The name of a subject if it is an identifier, and `otherwise` if not: the line must be code. */
export const codeOfName = (name: string | undefined, otherwise: string) =>
  name !== undefined && identifier.test(name) ? name : otherwise;
