import { defineConfig } from "tsup";

const entries: Record<string, string[]> = {
  core: ["index", "internal"],
  layers: ["index"],
  gradcheck: ["index", "matchers/vitest", "bin", "thread"],
};
/** Run, and never imported: they need no types. */
const programs = ["bin", "thread"];

export default defineConfig(
  Object.entries(entries).map(([name, files]) => {
    const sourceOf = (file: string) => `packages/${name}/src/${file}.ts`;
    return {
      name,
      entry: files.map(sourceOf),
      outDir: `packages/${name}/dist`,
      format: "esm" as const,
      target: "es2023",
      dts: { entry: files.filter((file) => !programs.includes(file)).map(sourceOf) },
      clean: true,
      skipNodeModulesBundle: true,
    };
  }),
);
