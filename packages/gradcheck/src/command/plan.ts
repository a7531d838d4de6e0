// From the targets of the command line to the checks to be run.
import { existsSync } from "node:fs";
import { commandMap } from "../foreign/command-map.ts";
import { type DefinedCheck, isDefinedCheck } from "../verbs/define-check.ts";
import { kindOf, kinds } from "../verbs/kinds.ts";
import type { Arguments } from "./arguments.ts";
import { LoadError, load, type Modules, ownStack } from "./load.ts";
import { UsageError } from "./usage-error.ts";

/** A check, and the command that repeats it. */
export interface Planned extends DefinedCheck {
  readonly replay: string;
  /** Ends what was started for it. */
  close?(): void;
}

const quote = (word: string) =>
  /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A command that can be pasted. */
const command = (...words: readonly string[]) => ["npx", "gradcheck", ...words.map(quote)].join(" ");

/** An option in words; a value that begins with a dash must hang on to its name. */
const option = (name: string, value: string) =>
  value.startsWith("-") ? [`--${name}=${value}`] : [`--${name}`, value];

/** The options of the command line that change what a check finds. */
function overrideWords({ overrides }: Arguments): string[] {
  return Object.entries(overrides).flatMap(([name, value]) =>
    typeof value !== "object" || Array.isArray(value)
      ? option(name, String(value))
      : Object.entries(value).flatMap(([tensor, own]) => option(name, `${tensor}=${own}`)),
  );
}

/** The options that say what an export is called with. */
function targetWords({ args, input }: Arguments): string[] {
  const words = args === undefined ? [] : option("args", JSON.stringify(args).slice(1, -1));
  if (input === undefined) return words;
  if (Array.isArray(input)) return [...words, "--input", input.join(",")];
  return [...words, ...Object.entries(input).flatMap(([name, shape]) => ["--input", `${name}=${shape}`])];
}

/** The checks among the exports of a file, in arrays of any depth too, each once; arrays may be within themselves. */
function findChecks(exports: readonly unknown[], seen = new Set<unknown>()): DefinedCheck[] {
  return exports.flatMap((value): DefinedCheck[] => {
    if (seen.has(value)) return [];
    seen.add(value);
    return isDefinedCheck(value) ? [value] : Array.isArray(value) ? findChecks(value, seen) : [];
  });
}

/** What to do about a file without checks: the way is shown for the first thing that it exports. */
function nothingToRun(file: string, exports: Readonly<Record<string, unknown>>): UsageError {
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

async function planFile(file: string, given: Arguments, modules: Modules): Promise<Planned[]> {
  const exports = await load(file, modules);
  const checks = findChecks(Object.values(exports));
  if (checks.length === 0) throw nothingToRun(file, exports);
  return checks.map((check) => ({
    ...check,
    replay: command(file, ...option("filter", check.name), ...overrideWords(given)),
  }));
}

async function planExport(target: string, given: Arguments, modules: Modules): Promise<Planned> {
  const at = target.lastIndexOf("#");
  const [file, name] = [target.slice(0, at), target.slice(at + 1)];
  const exports = await load(file, modules);
  const value = exports[name];
  if (value === undefined) {
    const names = Object.keys(exports).join(", ");
    throw new UsageError(
      `${file} exports no "${name}"; ${names ? `it exports ${names}` : "it exports nothing"}`,
    );
  }
  const again = { replay: command(target, ...targetWords(given), ...overrideWords(given)) };
  if (isDefinedCheck(value)) return { ...value, ...again };

  let subject = value;
  if (typeof value === "function") {
    try {
      subject = value(...(given.args ?? []));
    } catch (error) {
      const call =
        given.args === undefined
          ? "without arguments (give them with --args)"
          : `with ${JSON.stringify(given.args)}`;
      throw new LoadError(`${target} could not be called ${call}\n${ownStack(error)}`);
    }
  }
  const kind = kindOf(subject);
  if (kind === undefined)
    throw new UsageError(
      `${target} is nothing that can be checked: expected a layer, or a function that makes one`,
    );
  const { words, needs } = kinds[kind];
  if (kind === "layer") {
    if (given.input === undefined)
      throw new UsageError(`${subject} is ${words}: give the shape of its input, as in --input 4,3`);
    return { name: String(subject), subject, options: { input: given.input }, ...again };
  }
  if (needs === undefined) return { name, subject, options: {}, ...again };
  const what = kind === "loss" ? String(subject) : name;
  throw new UsageError(`${what} is ${words}: check it in a file: defineCheck("${what}", ${what}, ${needs})`);
}

/** The words of a command line: quotes of either kind hold together what has spaces in it. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g);
  const isClosed = /^(?:[^'"]|'[^']*'|"[^"]*")*$/.test(line);
  if (words === null || !isClosed)
    throw new UsageError(`--command must be a command such as 'python3 layer.py', got "${line}"`);
  return words.map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"));
}

/** The check of what a process computes, which starts here. */
function planCommand(line: string, given: Arguments): Planned {
  const subject = commandMap(wordsOf(line));
  const { close } = subject;
  try {
    const replay = command(...option("command", line), ...overrideWords(given));
    return { name: subject.name ?? line, subject, options: {}, replay, close };
  } catch (error) {
    close();
    throw new UsageError((error as Error).message);
  }
}

/** The checks of all targets that the filter lets through. Throws where there are none. */
export async function plan(given: Arguments, modules: Modules): Promise<Planned[]> {
  const { targets, commands, filter } = given;
  if (targets.length === 0 && commands.length === 0)
    throw new UsageError(
      `name a file that exports checks, or FILE#EXPORT for a layer; all options: gradcheck --help`,
    );
  const checks: Planned[] = [];
  for (const target of targets) {
    const direct = target.includes("#") && !existsSync(target);
    if (!direct && (given.args !== undefined || given.input !== undefined))
      throw new UsageError(
        `--args and --input belong to FILE#EXPORT; the checks of ${target} have their own`,
      );
    if (direct) checks.push(await planExport(target, given, modules));
    else checks.push(...(await planFile(target, given, modules)));
  }
  for (const line of commands) checks.push(planCommand(line, given));
  const chosen = checks.filter(({ name }) => filter === undefined || name.includes(filter));
  if (chosen.length === 0)
    throw new UsageError(`no check has "${filter}" in its name; there are\n${list(checks)}`);
  return chosen;
}

export const list = (checks: readonly DefinedCheck[]) => checks.map(({ name }) => `  ${name}`).join("\n");
