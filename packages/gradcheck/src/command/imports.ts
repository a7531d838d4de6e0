// Which files a file imports by a path, found in its text: for whom it is enough to know most of them.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** What a file imports from another one, or passes on. */
export interface Import {
  /** The names between the braces, each with what it is called there: all of a file where there are none. */
  readonly names: ReadonlyMap<string, string>;
  /** An absolute path. */
  readonly file: string;
}

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

/** The file that a path stands for: TypeScript is imported as the JavaScript that it becomes, or without an ending. */
function resolveFrom(file: string, path: string): string | undefined {
  const target = resolve(dirname(file), path);
  const source = target.replace(/\.([mc]?)js(x?)$/, ".$1ts$2");
  const endings = [".ts", ".tsx", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];
  return [target, source, ...endings.map((ending) => target + ending)].find(isFile);
}

function namesIn(clause: string): Map<string, string> {
  const names = clause.match(/\{(.*)\}/s)?.[1].split(",") ?? [];
  return new Map(
    names.map((text) => {
      const [there, here = there] = text
        .replace(/^\s*type\s/, "")
        .trim()
        .split(/\s+as\s+/);
      return [here, there];
    }),
  );
}

/** What a file imports by paths, statically or not. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const statements = text.matchAll(/\b(?:import|export)\b([^;"'()]*?)(?:\bfrom\b)?\s*["'](\.[^"']*)["']/g);
  const calls = text.matchAll(/\b(?:import|require)()\(\s*["'](\.[^"']*)["']/g);
  return [...statements, ...calls].flatMap(([, clause, path]) => {
    const target = resolveFrom(file, path);
    return target === undefined ? [] : [{ names: namesIn(clause), file: target }];
  });
}
