// The command line as a program, bundled from the sources as it is packed: its thread gets no loader of TypeScript.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

const packageOf = (name: string) => resolve(import.meta.dirname, "../..", name);

/** Builds it in a folder from which its dependencies can be found; gives the file to run, and what removes it. */
export function buildProgram() {
  const own = packageOf("gradcheck");
  mkdirSync(join(own, "node_modules"), { recursive: true });
  const folder = mkdtempSync(join(own, "node_modules/.program-"));
  cpSync(join(own, "package.json"), join(folder, "package.json"));
  buildSync({
    entryPoints: ["bin", "thread"].map((name) => join(own, "src", `${name}.ts`)),
    outdir: join(folder, "dist"),
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@nudge/source"],
    external: ["jiti", "tinyglobby"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return { bin: join(folder, "dist/bin.js"), remove: () => rmSync(folder, { recursive: true }) };
}
