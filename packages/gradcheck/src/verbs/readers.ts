// Readers of the options that checks of all kinds of subjects have.
import {
  count,
  describe,
  flag,
  kind,
  list,
  oneOf,
  optional,
  part,
  positive,
  type Reader,
  type Readers,
  wholeNumber,
} from "@nudge/core/internal";
import { isPlainObject } from "../subject/form.ts";
import type { ByName } from "../words/by-name.ts";
import { findingKinds } from "../words/findings.ts";
import { defaults, type GradcheckOptions, type Interval } from "../words/settings.ts";
import type { GradcheckAsyncOptions } from "./options.ts";

/** What `of` reads of each of several tensors. */
function byName<T>(rule: string, of: Reader<T>, standard?: ByName<T>): Reader<ByName<T>> {
  const whole = kind<ByName<unknown>>(rule, isPlainObject, standard);
  return {
    read(caller, what, value) {
      const entries = Object.entries(whole.read(caller, what, value));
      return Object.fromEntries(
        entries.map(([name, own]) => [name, of.read(caller, `${what} of "${name}"`, own)]),
      );
    },
  };
}

/** What `of` reads, or several of it by the names of tensors. */
const orByName = <T>(of: Reader<T>): Reader<T | ByName<T>> => ({
  read: (caller, what, value) =>
    isPlainObject(value) ? byName("", of).read(caller, what, value) : of.read(caller, what, value),
});

const interval: Reader<Interval> = {
  read(caller, what, value) {
    const isPair = Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === "number");
    if (isPair && value[0] < value[1]) return [value[0], value[1]];
    const got = isPair ? `[${value.join(", ")}]` : describe(value);
    throw new Error(`${caller}: ${what} must be [least, greatest], the first below the second, got ${got}`);
  },
};

const name = kind<string>("a name", (value) => typeof value === "string");

/** The options of every check. */
export const commonOptions = {
  epsilon: optional(orByName(positive())),
  threshold: optional(orByName(part())),
  bounds: byName("intervals by name, as in { theta: [0, Infinity] }", interval, defaults.bounds),
  seed: wholeNumber(defaults.seed),
  points: count(defaults.points),
  modes: oneOf(["both", "training", "evaluation"], defaults.modes),
  tensors: optional(list("a list of names", name)),
  skip: list("a list of names", name, defaults.skip),
  allow: list("a list of kinds of findings", oneOf(findingKinds), defaults.allow),
  method: oneOf(["full", "bisect"], defaults.method),
  shortcuts: flag(defaults.shortcuts),
} satisfies Readers<GradcheckOptions>;

/** Those of the `Async` twins. */
export const asyncOptions = {
  signal: optional(kind<AbortSignal>("an AbortSignal", (value) => value instanceof AbortSignal)),
  onProgress: optional(
    kind<NonNullable<GradcheckAsyncOptions["onProgress"]>>(
      "a function",
      (value) => typeof value === "function",
    ),
  ),
} satisfies Readers<GradcheckAsyncOptions>;
