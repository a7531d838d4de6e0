// A reader knows what an argument or option must be, and what it is unless given: `adam: beta1 must be at least 0 and
// below 1, got -1`. Without a default the argument is required.
import { refusal } from "./refusal.ts";

/** Gives the value of an argument, or its default; throws `caller: what must be ..., got ...` when it is not of the kind. */
export interface Reader<T> {
  read(caller: string, what: string, value: unknown): T;
}

/** Values of which `holds` is true: they "must be" what the rule says. */
export function kind<T>(
  rule: string,
  holds: (value: unknown) => boolean,
  standard?: T,
  hintFor: (value: unknown) => string | undefined = () => undefined,
): Reader<T> {
  return {
    read(caller, what, value) {
      if (value === undefined && standard !== undefined) return standard;
      if (holds(value)) return value as T;
      throw refusal(caller, `${what} must be ${rule}`, value, hintFor(value));
    },
  };
}

/** Finite numbers of which `holds` is true. */
export const number = (rule: string, holds: (value: number) => boolean, standard?: number): Reader<number> =>
  kind(rule, (value) => typeof value === "number" && Number.isFinite(value) && holds(value), standard);

export const finite = (standard?: number) => number("a finite number", () => true, standard);
export const positive = (standard?: number) => number("above 0", (value) => value > 0, standard);
export const notNegative = (standard?: number) => number("at least 0", (value) => value >= 0, standard);
/** A part of a whole that is never all of it: how much of the past is kept, how much is dropped. */
export const share = (standard?: number) =>
  number("at least 0 and below 1", (value) => value >= 0 && value < 1, standard);
/** A part of a whole that is some of it, and not all. */
export const part = (standard?: number) =>
  number("above 0 and below 1", (value) => value > 0 && value < 1, standard);
/** How many of something there must be. */
export const count = (standard?: number) =>
  number("a whole number above 0", (value) => Number.isSafeInteger(value) && value > 0, standard);
/** How many of something there may be. */
export const countOrNone = (standard?: number) =>
  number("a whole number from 0 on", (value) => Number.isSafeInteger(value) && value >= 0, standard);
export const wholeNumber = (standard?: number) => number("a whole number", Number.isSafeInteger, standard);

export const flag = (standard?: boolean): Reader<boolean> =>
  kind("true or false", (value) => typeof value === "boolean", standard);

export const text = (standard?: string): Reader<string> =>
  kind("a string", (value) => typeof value === "string", standard);

/** One of a few words or numbers. */
export function oneOf<const T extends string | number>(choices: readonly T[], standard?: T): Reader<T> {
  const words = choices.map((choice) => (typeof choice === "string" ? JSON.stringify(choice) : `${choice}`));
  const rule = [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" or ");
  return kind(rule, (value) => choices.includes(value as T), standard);
}

/** What calling a factory makes; the factory itself is refused with a hint. */
export const made = <T>(rule: string, holds: (value: unknown) => boolean): Reader<T> =>
  kind<T>(rule, holds, undefined, (value) =>
    typeof value === "function" ? ': are its "()" missing?' : undefined,
  );

/** A list of what another reader reads; an entry that it refuses is named by its index. */
export function list<T>(rule: string, of: Reader<T>, standard?: readonly T[]): Reader<readonly T[]> {
  const whole = kind<readonly unknown[]>(rule, Array.isArray, standard);
  return {
    read(caller, what, value) {
      const values = whole.read(caller, what, value);
      // `map` would pass over what is missing from an array.
      return Array.from(values, (entry, k) => of.read(caller, `${what}[${k}]`, entry));
    },
  };
}

/** What may also be left out, and is undefined then. */
export const optional = <T>(reader: Reader<T>): Reader<T | undefined> => ({
  read: (caller, what, value) => (value === undefined ? undefined : reader.read(caller, what, value)),
});

/** Throws unless all arguments, each under its name, are of one kind: `checkArguments("dense", count(), { inputs, outputs })`. */
export function checkArguments(
  caller: string,
  reader: Reader<unknown>,
  values: Readonly<Record<string, unknown>>,
): void {
  for (const [what, value] of Object.entries(values)) reader.read(caller, what, value);
}
