import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileKernels } from "../../../scripts/compile-kernels.ts";

test("the compiled kernels are those of the source: npm run build writes them", {
  timeout: 120_000,
}, async () => {
  for (const { module, text } of compileKernels()) {
    expect(readFileSync(module, "utf8")).toBe(text);
  }
});
