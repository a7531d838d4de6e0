// Tests as one program, in which sources may be replaced: nothing is written to disk.
import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

const root = resolve(import.meta.dirname, "../..");
const runner = resolve(root, "scripts/mutation/run-tests.ts");

export interface Program {
  /** The files of the tests. */
  readonly tests: readonly string[];
  /** What stands in place of sources. */
  readonly sources: ReadonlyMap<string, string>;
  /** What is done before all are loaded, and then. */
  readonly first?: string;
  readonly last: string;
}

/** What replaces modules: vitest by our own runner, and sources by others. */
const replace = ({ tests, sources }: Program): Plugin => ({
  name: "replace",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^vitest$/ }, ({ importer }) =>
      importer === runner ? { path: "vitest", external: true } : { path: runner },
    );
    const toStart = (name: string) =>
      `import { startFile } from ${JSON.stringify(runner)}; startFile(${JSON.stringify(name)});`;
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const name = relative(root, path);
      const contents = tests.includes(name)
        ? toStart(name) + (await readFile(path, "utf8"))
        : sources.get(name);
      return contents === undefined ? undefined : { contents, loader: "ts", resolveDir: dirname(path) };
    });
  },
});

export async function bundle(program: Program): Promise<string> {
  const lines = [
    `import { followPlan, recordTests } from "./scripts/mutation/run-tests.ts";`,
    ...["test/poison.ts", ...program.tests].map((file) => `import ${JSON.stringify(`./${file}`)};`),
    program.last,
  ];
  const { outputFiles } = await build({
    stdin: { contents: lines.join("\n"), resolveDir: root },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@nudge/source"],
    banner: { js: program.first ?? "" },
    // Tests are imported for what they do, from packages that say they do nothing when imported.
    ignoreAnnotations: true,
    plugins: [replace(program)],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}
