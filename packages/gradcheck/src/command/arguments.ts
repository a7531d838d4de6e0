// The arguments of the command line, read and refused.
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { InputOrShape } from "../subject/values.ts";
import type { CheckOptions } from "../words/settings.ts";
import { UsageError } from "./usage.ts";

const options = {
  args: { type: "string" },
  input: { type: "string", multiple: true },
  seed: { type: "string" },
  epsilon: { type: "string" },
  threshold: { type: "string" },
  points: { type: "string" },
  filter: { type: "string" },
  list: { type: "boolean" },
  "only-wrong": { type: "boolean" },
  html: { type: "string" },
  json: { type: "string" },
  "allow-inconclusive": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const satisfies ParseArgsConfig["options"];

export interface Arguments {
  /** Files, or `FILE#EXPORT`. */
  readonly targets: readonly string[];
  /** Options that come before those of a check. */
  readonly overrides: CheckOptions;
  readonly args?: readonly unknown[];
  readonly input?: InputOrShape;
  readonly filter?: string;
  readonly html?: string;
  readonly json?: string;
  readonly list: boolean;
  readonly onlyWrong: boolean;
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
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const [first, ...more] = (error as Error).message.split(/\.(?: |\n|$)|\n/);
    const dash = more.find((sentence) => sentence.startsWith("To specify an option argument"));
    throw new UsageError([first, dash, "all options: gradcheck --help"].filter(Boolean).join("; "));
  }
  const { values, positionals } = parsed;
  const overrides: CheckOptions = {};
  for (const name of ["seed", "epsilon", "threshold", "points"] as const) {
    const text = values[name];
    if (text !== undefined) overrides[name] = readNumber(name, text);
  }
  return {
    targets: positionals,
    overrides,
    args: values.args === undefined ? undefined : readList(values.args),
    input: values.input === undefined ? undefined : readInput(values.input),
    filter: values.filter,
    html: values.html,
    json: values.json,
    list: values.list ?? false,
    onlyWrong: values["only-wrong"] ?? false,
    allowInconclusive: values["allow-inconclusive"] ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}
