// The package as a whole, as a browser gets it.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type * as gradcheck from "./index.ts";

interface Bundler {
  build(options: object): Promise<{
    readonly outputFiles: readonly { readonly text: string }[];
    readonly warnings: readonly object[];
    readonly metafile: {
      readonly outputs: { readonly [file: string]: { readonly imports: readonly object[] } };
    };
  }>;
}

test("it is bundled for a browser without anything of Node's, and runs as one file", async () => {
  // The bundler is that of tsup.
  const { build }: Bundler = createRequire(import.meta.resolve("tsup"))("esbuild");
  const { outputFiles, warnings, metafile } = await build({
    entryPoints: [resolve(import.meta.dirname, "index.ts")],
    bundle: true,
    platform: "browser",
    format: "esm",
    conditions: ["@nudge/source"],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  expect(warnings).toEqual([]);
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);

  const [{ text }] = outputFiles;
  const url = `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
  const { gradcheckFunction, toText }: typeof gradcheck = await import(/* @vite-ignore */ url);
  const cube = { theta: [2], value: ([x]: Float64Array) => x ** 3, gradient: ([x]: Float64Array) => [3 * x] };
  expect(toText(gradcheckFunction(cube), { color: true })).toContain("FAILED");
  const throws = () => {
    throw new Error("mine");
  };
  const { findings } = gradcheckFunction({ ...cube, value: throws });
  expect(findings).toMatchObject([{ kind: "throws" }]);
});
