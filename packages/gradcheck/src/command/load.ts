// Loads a file of the user's. TypeScript goes through jiti, and shares this very copy of the packages.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe } from "@nudge/core/internal";
import { createJiti } from "jiti";
import { ownFrames } from "../sandbox/frames.ts";
import { inSource } from "./columns.ts";
import { UsageError } from "./usage-error.ts";

/** An error in a file of the user's: its message is the error with the lines of the stack that are the user's. */
export class LoadError extends Error {}

const typescript = [".ts", ".mts", ".cts", ".tsx"];

/** An error as its message, and the lines of its stack that are the user's. */
export function ownStack(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : describe(error);
  const [message] = error.message.split("\nRequire stack:");
  // A compiler's error begins with its kind.
  const said = /^\w*Error: /.test(message) ? message : `${error.name}: ${message}`;
  return [said, ...ownFrames(error).map(inSource)].join("\n");
}

/** What Node says of the syntax of a file: unlike the error of an import, it has the line. */
function syntaxOf(path: string): string {
  const { stderr } = spawnSync(process.execPath, ["--check", path], { encoding: "utf8" });
  return stderr.split(/\n\s+at /)[0].trimEnd();
}

/** Packages by their names, with what they export. */
export type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The exports of a file, which gets `modules` when it imports packages of their names. Throws a `UsageError` where there
 * is no such file, and a `LoadError` where it throws.
 */
export async function load(file: string, modules: Modules): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${file}: there is no such file in ${process.cwd()}`);
  if (!statSync(path).isFile()) throw new UsageError(`${file} is a folder: #EXPORT belongs to a file`);
  try {
    if (!typescript.includes(extname(path))) return await import(pathToFileURL(path).href);
    const jiti = createJiti(import.meta.url, {
      fsCache: false,
      interopDefault: false,
      virtualModules: { ...modules },
    });
    return await jiti.import(path);
  } catch (error) {
    const syntax = error instanceof SyntaxError ? syntaxOf(path) : "";
    throw new LoadError(`${file} could not be loaded\n${syntax || ownStack(error)}`);
  }
}
