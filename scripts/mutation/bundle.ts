// The tests of a room and of the verdict as one program, in which one source may be replaced: nothing is written to disk.
import { readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import type { Mutant } from "./places.ts";

const root = resolve(import.meta.dirname, "../..");
const runner = resolve(root, "scripts/mutation/run-tests.ts");

/** What every mutant has to face after the tests of its own room. */
const verdict = [
  "packages/gradcheck/src/verdict/verdict.test.ts",
  "packages/gradcheck/test/kinks-that-meet.test.ts",
  "packages/gradcheck/test/families/families.test.ts",
  "packages/gradcheck/test/properties.test.ts",
  "packages/gradcheck/test/catalogue/catalogue.test.ts",
  "scripts/mutation/verdicts.ts",
];

/** What replaces modules: vitest by our own runner, and the source of the mutant. */
const replace = (mutant?: Mutant): Plugin => ({
  name: "replace",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^vitest$/ }, ({ importer }) =>
      importer === runner ? { path: "vitest", external: true } : { path: runner },
    );
    if (mutant === undefined) return;
    const file = resolve(root, mutant.file);
    const filter = new RegExp(`${file.replaceAll(/\W/g, "\\$&")}$`);
    onLoad({ filter }, () => ({ contents: mutant.source, loader: "ts", resolveDir: dirname(file) }));
  },
});

/** The program that runs the tests of a room, as it is or with a mutant. */
export async function bundle(room: string, mutant?: Mutant): Promise<string> {
  const folder = `packages/gradcheck/src/${room}`;
  const own = readdirSync(resolve(root, folder)).filter((file) => file.endsWith(".test.ts"));
  const tests = new Set([...own.map((file) => `${folder}/${file}`), ...verdict]);
  const modules = ["test/poison.ts", ...tests].map((file) => `import ${JSON.stringify(`./${file}`)};`);
  const program = [
    `import { runTests } from "./scripts/mutation/run-tests.ts";`,
    ...modules,
    "await runTests();",
  ];
  const { outputFiles } = await build({
    stdin: { contents: program.join("\n"), resolveDir: root },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@nudge/source"],
    // Tests are imported for what they do, from packages that say they do nothing when imported.
    ignoreAnnotations: true,
    plugins: [replace(mutant)],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}
