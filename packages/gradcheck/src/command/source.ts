// Where what is checked is written: found in the text of files, for a subject does not know its file.
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { importsOf } from "./imports.ts";

/** A pattern that is this text alone. */
const literally = (name: string) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const lineAt = (text: string, index: number) => text.slice(0, index).split("\n").length;

const placeIn = (file: string, line: number) =>
  `${relative(process.cwd(), file).replaceAll(sep, "/")}:${line}`;

function find(file: string, name: string, visited = new Set<string>()): string | undefined {
  const place = `${file}#${name}`;
  if (visited.has(place)) return undefined;
  visited.add(place);
  const text = readFileSync(file, "utf8");
  const declared = text.match(
    new RegExp(
      `^(?:export\\s+)?(?:default\\s+)?(?:async\\s+)?(?:const|let|var|class|function\\*?)\\s+${literally(name)}(?![\\w$])`,
      "m",
    ),
  );
  if (declared?.index !== undefined) return placeIn(file, lineAt(text, declared.index));
  for (const { names, file: target } of importsOf(file)) {
    const there = names.size > 0 ? names.get(name) : name;
    const found = there === undefined ? undefined : find(target, there, visited);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where an export of a file is declared: in it, or in one that it comes from by relative imports. */
export const sourceOf = (file: string, name: string) =>
  existsSync(file) ? find(resolve(file), name) : undefined;

/**
 * Where the subject of a check is declared, `scale` of `defineCheck("a name", scale(3))`; where that is in a package or has no
 * name, where the check is defined.
 */
export function sourceOfCheck(file: string, name: string): string | undefined {
  const text = readFileSync(file, "utf8");
  const call = text.match(new RegExp(`\\bdefineCheck\\(\\s*(["'\`])${literally(name)}\\1\\s*,\\s*([\\w$]*)`));
  if (call?.index === undefined) return undefined;
  return (call[2] && sourceOf(file, call[2])) || placeIn(resolve(file), lineAt(text, call.index));
}
