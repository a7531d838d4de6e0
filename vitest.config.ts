import { defineConfig } from "vitest/config";

// Tests run on the TypeScript sources: the packages export them under this condition.
const conditions = ["@nudge/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "examples/**/*.test.ts",
      "bench/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    // No test depends on a timing: a busy machine may take as long as it needs.
    testTimeout: 120_000,
    setupFiles: ["test/poison.ts"],
    execArgv: ["--conditions=@nudge/source"],
  },
});
