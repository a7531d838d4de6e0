import { defineConfig } from "vitest/config";

// Tests run on the TypeScript sources: the packages export them under this condition.
const conditions = ["@nudge/source"];
// Files that load modules anew, with some of them replaced, get a process of their own; all others share one a core.
const isolated = "**/*.isolated.test.ts";

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // No test depends on a timing: a busy machine may take as long as it needs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ["test/poison.ts"],
    maxWorkers: "100%",
    projects: [
      { extends: true, test: { name: "isolated", include: [isolated], exclude: ["**/node_modules/**"] } },
      {
        extends: true,
        test: {
          name: "shared",
          include: ["{packages,examples,bench,test,trials}/**/*.test.ts"],
          exclude: ["**/node_modules/**", "trials/libraries-installed/**", isolated],
          isolate: false,
        },
      },
    ],
  },
});
