import { defineConfig } from "tsup";

const entries: Record<string, string[]> = {
  core: ["index", "node", "internal"],
  layers: ["index"],
  gradcheck: ["index", "matchers/vitest", "bin", "thread"],
};
/** Run, and never imported: they need no types. */
const programs = ["bin", "thread"];

export default defineConfig(
  Object.entries(entries).map(([name, files]) => {
    // TypeScript has declared all packages in one go; what is left is to put those of an entry into one file.
    const declarations = files
      .filter((file) => !programs.includes(file))
      .map((file) => [file, `.types/packages/${name}/src/${file}.d.ts`]);
    return {
      name,
      entry: files.map((file) => `packages/${name}/src/${file}.ts`),
      outDir: `packages/${name}/dist`,
      format: "esm" as const,
      target: "es2023",
      dts: { entry: Object.fromEntries(declarations) },
      clean: true,
      skipNodeModulesBundle: true,
    };
  }),
);
