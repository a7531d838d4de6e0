import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileKernels } from "../../../scripts/compile-kernels.ts";

test("the compiled kernels are those of the source: npm run kernels writes them", async () => {
  for (const { module, text } of await compileKernels()) expect(readFileSync(module, "utf8")).toBe(text);
});
