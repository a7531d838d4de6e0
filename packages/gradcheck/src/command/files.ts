// The files that a target of the command line stands for: a file, the checks in a folder, or what a glob matches.
import { existsSync, statSync } from "node:fs";
import { posix } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import { UsageError } from "./usage-error.ts";

/** How files of checks are called where a folder is searched for them; folders with a dot are left out. */
const checks = "**/*.gradcheck.{ts,mts,cts,tsx,js,mjs,cjs,jsx}";

/** In the order of their names, whatever the file system says. */
const find = (pattern: string, cwd: string, ignore: readonly string[]) =>
  globSync(pattern, { cwd, ignore: [...ignore], expandDirectories: false })
    .map((file) => posix.join(cwd, file))
    .sort();

/** The files for a target, which is none of their exports. Throws a `UsageError` where there are none. */
export function filesOf(target: string): string[] {
  if (existsSync(target)) {
    if (!statSync(target).isDirectory()) return [target];
    const found = find(checks, target, ["**/node_modules/**", "**/dist/**"]);
    if (found.length > 0) return found;
    const place = target === "." ? "this folder" : target;
    throw new UsageError(
      `no file in ${place} is called *.gradcheck.ts, or .js: name one that exports checks, or FILE#EXPORT for a layer; all options: gradcheck --help`,
    );
  }
  if (!isDynamicPattern(target)) throw new UsageError(`${target}: there is no such file in ${process.cwd()}`);
  const found = find(target, ".", ["**/node_modules/**"]);
  if (found.length === 0) throw new UsageError(`${target} matches no file in ${process.cwd()}`);
  return found;
}
