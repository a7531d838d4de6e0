import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { sourceOf, sourceOfCheck } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "gradcheck-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "layers"));

const files: { readonly [name: string]: string } = {
  "layers/scale.ts": "// scales\n\nexport const scaled = 3;\nexport const scale = (size: number) => size;\n",
  "layers/index.ts": 'export * from "./scale.js";\nexport { scale as gain } from "./scale";\n',
  "all.gradcheck.ts": `import { dense } from "elsewhere";
import { type Size, gain as own } from "./layers/index.ts";
const inner = own(3);
export const a = defineCheck("renamed", own(3), { input: [4, 3] });
export const b = defineCheck(
  'local (1)', inner);
export const c = defineCheck("elsewhere", dense(4, 3), {});
export const d = defineCheck("written out", { theta: [1] });
`,
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
const placed = (name: string, line: number) =>
  `${relative(process.cwd(), join(folder, name)).replaceAll("\\", "/")}:${line}`;

test("the source of a check is where its subject is declared, through imports, or else the check itself", () => {
  const source = (name: string) => sourceOfCheck(join(folder, "all.gradcheck.ts"), name);
  expect(source("renamed")).toBe(placed("layers/scale.ts", 4));
  expect(source("local (1)")).toBe(placed("all.gradcheck.ts", 3));
  expect(source("elsewhere")).toBe(placed("all.gradcheck.ts", 7));
  expect(source("written out")).toBe(placed("all.gradcheck.ts", 8));
  expect(source("made in a loop")).toBeUndefined();
});

test("the source of an export is its declaration, also of one that is passed on", () => {
  expect(sourceOf(join(folder, "layers/scale.ts"), "scaled")).toBe(placed("layers/scale.ts", 3));
  expect(sourceOf(join(folder, "layers/index.ts"), "gain")).toBe(placed("layers/scale.ts", 4));
  expect(sourceOf(join(folder, "layers/index.ts"), "scaled")).toBe(placed("layers/scale.ts", 3));
  expect(sourceOf(join(folder, "layers/index.ts"), "nothing")).toBeUndefined();
});
