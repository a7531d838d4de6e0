import { defineConfig } from "tsup";

const entries: Record<string, string[]> = {
  core: ["index", "internal"],
  layers: ["index"],
  gradcheck: ["index", "matchers/vitest", "bin"],
};

export default defineConfig(
  Object.entries(entries).map(([name, files]) => ({
    name,
    entry: files.map((file) => `packages/${name}/src/${file}.ts`),
    outDir: `packages/${name}/dist`,
    format: "esm" as const,
    target: "es2023",
    dts: true,
    clean: true,
    skipNodeModulesBundle: true,
  })),
);
