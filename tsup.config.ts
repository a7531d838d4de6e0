import { defineConfig } from "tsup";

const entries: Record<string, string[]> = {
  core: ["index", "internal"],
  layers: ["index"],
  gradcheck: ["index", "matchers/vitest", "bin"],
};
/** Run, and never imported: it needs no types. */
const program = "bin";

export default defineConfig(
  Object.entries(entries).map(([name, files]) => {
    const sourceOf = (file: string) => `packages/${name}/src/${file}.ts`;
    return {
      name,
      entry: files.map(sourceOf),
      outDir: `packages/${name}/dist`,
      format: "esm" as const,
      target: "es2023",
      dts: { entry: files.filter((file) => file !== program).map(sourceOf) },
      clean: true,
      skipNodeModulesBundle: true,
    };
  }),
);
