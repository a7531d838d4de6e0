// What a file exports, as checks: those that it defines, or one of a layer that it makes.
import { type DefinedCheck, isDefinedCheck, orderOf } from "../verbs/define-check.ts";
import { kindOf, kinds } from "../verbs/kinds.ts";
import type { Arguments } from "./arguments.ts";
import { LoadError, ownStack } from "./load.ts";
import type { Planned } from "./planned.ts";
import { command, overrideWords, targetWords } from "./replay.ts";
import { sourceOf, sourceOfCheck } from "./source.ts";
import { UsageError } from "./usage-error.ts";

type Exports = Readonly<Record<string, unknown>>;

/**
 * The checks among the exports of a file with the names that they are exported by, in arrays of any depth too: `all.0` is the
 * first one of the array `all`. Each once, in the order in which the file defines them; arrays may be within themselves.
 */
function findChecks(exports: Exports): [name: string, check: DefinedCheck][] {
  const seen = new Set<unknown>();
  const findIn = (values: object, within: string): [string, DefinedCheck][] =>
    Object.entries(values).flatMap(([key, value]) => {
      if (seen.has(value)) return [];
      seen.add(value);
      if (isDefinedCheck(value)) return [[within + key, value]];
      return Array.isArray(value) ? findIn(value, `${within}${key}.`) : [];
    });
  return findIn(exports, "").sort(([, a], [, b]) => orderOf(a) - orderOf(b));
}

/** What to do about a file without checks: the way is shown for the first thing that it exports. */
function nothingToRun(file: string, exports: Exports): UsageError {
  const names = Object.keys(exports).filter((name) => name !== "default");
  const name = names.find((name) => typeof exports[name] === "function" || kindOf(exports[name])) ?? names[0];
  const subject = name ?? "scale";
  const call = typeof exports[subject] === "function" || name === undefined ? `${subject}(3)` : subject;
  return new UsageError(`${file} exports no checks. Export one from it,

    import { defineCheck } from "@nudge/gradcheck";
    export const ${subject}Check = defineCheck("${subject}", ${call}, { input: [4, 3] });

or check a layer that it exports:

    ${command(`${file}#${subject}`, ...(call === subject ? [] : ["--args", "3"]), "--input", "4,3")}`);
}

const planned = (file: string, checks: readonly [name: string, check: DefinedCheck][], given: Arguments) =>
  checks.map(([name, check]): Planned => {
    const place = `${file}#${name}`;
    const source = sourceOfCheck(file, check.name);
    return { ...check, file, place, source, replay: command(place, ...overrideWords(given)) };
  });

/** The checks that a file defines. Throws a `UsageError` where it exports none. */
export function checksOf(file: string, exports: Exports, given: Arguments): Planned[] {
  const checks = findChecks(exports);
  if (checks.length === 0) throw nothingToRun(file, exports);
  return planned(file, checks, given);
}

/** An export that is no check, or what it gives when it is called with the arguments of the command line. */
function subjectOf(place: string, value: unknown, { args }: Arguments): unknown {
  if (typeof value !== "function") return value;
  try {
    return value(...(args ?? []));
  } catch (error) {
    const call =
      args === undefined ? "without arguments (give them with --args)" : `with ${JSON.stringify(args)}`;
    throw new LoadError(`${place} could not be called ${call}\n${ownStack(error)}`);
  }
}

/** The checks of one export: a check, an array of them, or a layer. Throws a `UsageError` or a `LoadError` on what is none. */
export function checksOfExport(file: string, name: string, exports: Exports, given: Arguments): Planned[] {
  const place = `${file}#${name}`;
  const checks = Object.hasOwn(exports, name)
    ? findChecks({ [name]: exports[name] })
    : findChecks(exports).filter(([own]) => own === name);
  if (checks.length > 0) return planned(file, checks, given);
  const value = exports[name];
  if (value === undefined) {
    const names = Object.keys(exports).join(", ");
    throw new UsageError(
      `${file} exports no "${name}"; ${names ? `it exports ${names}` : "it exports nothing"}`,
    );
  }
  const subject = subjectOf(place, value, given);
  const kind = kindOf(subject);
  if (kind === undefined)
    throw new UsageError(
      `${place} is nothing that can be checked: expected a layer, or a function that makes one`,
    );
  const replay = command(place, ...targetWords(given), ...overrideWords(given));
  const source = sourceOf(file, name);
  const { words, needs } = kinds[kind];
  if (kind === "layer") {
    if (given.input === undefined)
      throw new UsageError(`${subject} is ${words}: give the shape of its input, as in --input 4,3`);
    return [{ name: String(subject), subject, options: { input: given.input }, file, source, replay }];
  }
  if (needs === undefined) return [{ name, subject, options: {}, file, source, replay }];
  const what = kind === "loss" ? String(subject) : name;
  throw new UsageError(`${what} is ${words}: check it in a file: defineCheck("${what}", ${what}, ${needs})`);
}
