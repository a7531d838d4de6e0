// The command that repeats a check: it can be pasted into a shell.
import type { Arguments } from "./arguments.ts";

const quote = (word: string) =>
  /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A command that can be pasted. */
export const command = (...words: readonly string[]) => ["npx", "gradcheck", ...words.map(quote)].join(" ");

/** An option in words; a value that begins with a dash must hang on to its name. */
export const option = (name: string, value: string) =>
  value.startsWith("-") ? [`--${name}=${value}`] : [`--${name}`, value];

/** The options of the command line that change what a check finds. */
export function overrideWords({ overrides }: Arguments): string[] {
  return Object.entries(overrides).flatMap(([name, value]) =>
    typeof value !== "object" || Array.isArray(value)
      ? option(name, String(value))
      : Object.entries(value).flatMap(([tensor, own]) => option(name, `${tensor}=${own}`)),
  );
}

/** The options that say what an export is called with. */
export function targetWords({ args, input }: Arguments): string[] {
  const words = args === undefined ? [] : option("args", JSON.stringify(args).slice(1, -1));
  if (input === undefined) return words;
  if (Array.isArray(input)) return [...words, "--input", input.join(",")];
  return [...words, ...Object.entries(input).flatMap(([name, shape]) => ["--input", `${name}=${shape}`])];
}
