// The arguments of the command line, read and refused.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "@nudge/core/internal";
import type { InputOrShape } from "../subject/values.ts";
import type { ByName } from "../words/by-name.ts";
import type { GradcheckOptions } from "../words/settings.ts";
import { type FlagName, flags, numbers, numbersByName } from "./flags.ts";
import { UsageError } from "./usage-error.ts";

const options: ParseArgsConfig["options"] = Object.fromEntries(
  Object.entries(flags).map(([name, { value, multiple = false, short }]) => [
    name,
    { type: value === undefined ? "boolean" : "string", multiple, ...(short !== undefined && { short }) },
  ]),
);

/** What stands behind each option; nothing where it is a switch. */
type Values = { readonly [name in FlagName]?: readonly string[] };

/** Takes the words of a command apart. What is no option, or misses its value or has one too many, is refused. */
function parse(argv: readonly string[]): { positionals: readonly string[]; values: Values } {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: { [name in FlagName]?: string[] } = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { rawName, value, inlineValue } = token;
    const name = token.name as FlagName;
    if (!Object.hasOwn(flags, name)) {
      const meant = nearest(name, Object.keys(flags));
      throw new UsageError(
        `unknown option ${rawName}${meant ? `, did you mean --${meant}?` : ""}; all options: gradcheck --help`,
      );
    }
    const wanted = flags[name].value;
    if (wanted === undefined && value !== undefined)
      throw new UsageError(`${rawName} takes no value, got "${value}"`);
    if (wanted !== undefined && (value === undefined || (/^-./.test(value) && !inlineValue)))
      throw new UsageError(
        `${rawName} needs a value: ${rawName} ${wanted}, or ${rawName}=${wanted} where that begins with a dash`,
      );
    values[name] = [...(values[name] ?? []), value ?? ""];
  }
  return { positionals, values };
}

const formats = ["text", "junit", "tap", "github", "json"] as const;
const modes = ["both", "training", "evaluation"] as const;
const methods = ["full", "bisect"] as const;

export interface Arguments {
  /** Files, or `FILE#EXPORT`. */
  readonly targets: readonly string[];
  /** Options that replace those of a check. */
  readonly overrides: GradcheckOptions;
  readonly args?: readonly unknown[];
  readonly input?: InputOrShape;
  /** Command lines whose processes are checked. */
  readonly commands: readonly string[];
  readonly filter?: string;
  readonly html?: string;
  readonly json?: string;
  readonly list: boolean;
  readonly onlyWrong: boolean;
  readonly quiet: boolean;
  readonly reporter: (typeof formats)[number];
  readonly allowInconclusive: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value))
    throw new UsageError(`--${name} must be a number, got "${text}"`);
  return value;
}

function readOneOf<T extends string>(name: FlagName, text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  const meant = nearest(text, choices);
  throw new UsageError(
    `--${name} must be ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}, got "${text}"${meant ? `; did you mean ${meant}?` : ""}`,
  );
}

/** One number for all tensors, or several by name; beside those, one without a name is for all others. */
function readByName(option: string, texts: readonly string[]): number | ByName<number> {
  const named = texts.map((text): [name: string, number] => {
    const at = text.lastIndexOf("=");
    return [at < 0 ? "*" : text.slice(0, at), readNumber(option, text.slice(at + 1))];
  });
  const all = named.findLast(([name]) => name === "*");
  const others = named.filter(([name]) => name !== "*");
  if (all !== undefined && others.length === 0) return all[1];
  return Object.fromEntries(all === undefined ? others : [all, ...others]);
}

function readShape(text: string): readonly number[] {
  const shape = text.replace(/^\[(.*)\]$/, "$1").split(/[,x×]/);
  if (!shape.every((size) => /^\s*\d+\s*$/.test(size)))
    throw new UsageError(
      `--input must be a shape such as 4,3, or NAME=4,3 for each of several, got "${text}"`,
    );
  return shape.map(Number);
}

/** One shape, or several by name. */
function readInput(texts: readonly string[]): InputOrShape {
  const named = texts.map((text) => text.split("=") as [string, string?]);
  if (texts.length === 1 && named[0].length === 1) return readShape(texts[0]);
  return Object.fromEntries(
    named.map(([name, shape]) => {
      if (shape === undefined)
        throw new UsageError(
          `--input is given more than once, so each needs a name: --input query=4,3; got "${name}"`,
        );
      return [name, readShape(shape)];
    }),
  );
}

/** Arguments as JSON with commas between them; names need no quotes, and quotes may be single. */
function readList(text: string): readonly unknown[] {
  const relaxed = text
    .replaceAll(/'([^'"]*)'/g, '"$1"')
    .replaceAll(/([{,]\s*)([A-Za-z_$][\w$]*)(\s*:)/g, '$1"$2"$3');
  for (const json of [text, relaxed]) {
    try {
      return JSON.parse(`[${json}]`);
    } catch {}
  }
  throw new UsageError(
    `--args must be values with commas between them, such as '3, { epsilon: 0.1 }', got "${text}"`,
  );
}

/** Reads the arguments of the command line. Throws a `UsageError` on what is none. */
export function readArguments(argv: readonly string[]): Arguments {
  const { positionals, values } = parse(argv);
  const last = (name: FlagName) => values[name]?.at(-1);
  const overrides: GradcheckOptions = {};
  for (const name of numbers) {
    const text = last(name);
    if (text !== undefined) overrides[name] = readNumber(name, text);
  }
  for (const name of numbersByName) {
    const texts = values[name];
    if (texts !== undefined) overrides[name] = readByName(name, texts);
  }
  const allow = last("allow");
  if (allow !== undefined) overrides.allow = allow.split(",") as GradcheckOptions["allow"];
  const ofModes = last("modes");
  if (ofModes !== undefined) overrides.modes = readOneOf("modes", ofModes, modes);
  const method = last("method");
  if (method !== undefined) overrides.method = readOneOf("method", method, methods);
  for (const name of ["tensors", "skip"] as const) {
    const names = values[name];
    if (names !== undefined) overrides[name] = names.join(",").split(",");
  }
  if (last("html") === "-" && last("json") === "-")
    throw new UsageError("--html and --json cannot both be -: there is one standard output");
  const args = last("args");
  return {
    targets: positionals,
    overrides,
    args: args === undefined ? undefined : readList(args),
    input: values.input === undefined ? undefined : readInput(values.input),
    commands: values.command ?? [],
    filter: last("filter"),
    html: last("html"),
    json: last("json"),
    list: values.list !== undefined,
    quiet: values.quiet !== undefined,
    reporter: readOneOf("reporter", last("reporter") ?? "text", formats),
    onlyWrong: values["only-wrong"] !== undefined,
    allowInconclusive: values["allow-inconclusive"] !== undefined,
    help: values.help !== undefined,
    version: values.version !== undefined,
  };
}
