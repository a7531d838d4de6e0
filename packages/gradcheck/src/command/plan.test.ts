import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { commandIn } from "../../test/command-in.ts";

const folder = mkdtempSync(join(tmpdir(), "gradcheck-"));
afterAll(() => rmSync(folder, { recursive: true }));

const check = (name: string) => `
import { defineCheck } from "@nudge/gradcheck";
const square = { theta: [1], value: ([x]) => x * x, gradient: ([x]) => [2 * x] };
export const z = defineCheck("${name}", square);
`;
const files: { readonly [name: string]: string } = {
  "b.gradcheck.ts": check("b"),
  "a.gradcheck.mts": check("a"),
  "ordinary.ts": check("ordinary"),
  "sub/c.gradcheck.ts": `${check("c")}
export const y = defineCheck("c, second", square);
export const all = [defineCheck("c, third", square), [defineCheck("c", { ...square, name: "cube" })]];`,
  "sub/broken.gradcheck.ts": "export const x = ;",
  "sub/throws.gradcheck.ts": 'throw new Error("on purpose");',
  "sub/[id].ts": check("brackets"),
  "node_modules/x.gradcheck.ts": check("installed"),
  "dist/x.gradcheck.ts": check("built"),
  "dist/deep/y.gradcheck.ts": check("built, deep"),
  ".hidden/x.gradcheck.ts": check("hidden"),
  "twin.ts": check("b"),
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(join(folder, dirname(name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
const gradcheck = commandIn(folder);

test.each([
  ["the files of checks of a folder, without what is installed, built or hidden", [""], "a b c"],
  ["a folder that is named", ["dist"], "built, deep\n  built"],
  ["a glob", ["*.gradcheck.*"], "a b"],
  ["a glob of what is built", ["dist/*.ts"], "built"],
  ["a file whose name could be a glob", ["sub/[id].ts"], "brackets"],
  [
    "targets in their order, each check once",
    ["ordinary.ts", "*.gradcheck.ts", "b.gradcheck.ts#z"],
    "ordinary b",
  ],
])("%s", async (_, targets, names) => {
  const { stdout } = await gradcheck(...targets, "--list");
  const listed = stdout.replaceAll(/^ {2}c, .*\n/gm, "");
  expect(listed).toBe(`  ${names.includes("\n") ? names : names.replaceAll(" ", "\n  ")}\n`);
});

test("checks run in the order in which their file defines them", async () => {
  const { stdout } = await gradcheck("sub/c.gradcheck.ts", "--list");
  expect(stdout).toBe("  c\n  c, second\n  c, third\n");
});

test("FILE#EXPORT is one check, also of an array, or all of an array", async () => {
  const named = async (name: string) => (await gradcheck(`sub/c.gradcheck.ts#${name}`, "--list")).stdout;
  expect(await named("y")).toBe("  c, second\n");
  expect(await named("all.0")).toBe("  c, third\n");
  expect(await named("all.1.0")).toBe("  c\n");
  expect(await named("all")).toBe("  c, third\n  c\n");
});

test("what cannot be loaded hides nothing, and is told by the exit code", async () => {
  const { code, stdout, stderr } = await gradcheck("nowhere.ts", "sub", "b.gradcheck.ts#no", "*.tsx");
  expect(stderr).toMatch(/^gradcheck: nowhere\.ts: there is no such file/m);
  expect(stderr).toMatch(/^gradcheck: sub\/broken\.gradcheck\.ts could not be loaded\n/m);
  expect(stderr).toMatch(/^gradcheck: sub\/throws\.gradcheck\.ts could not be loaded\nError: on purpose\n/m);
  expect(stderr).toMatch(/^gradcheck: b\.gradcheck\.ts exports no "no"; it exports z/m);
  expect(stderr).toMatch(/^gradcheck: \*\.tsx matches no file/m);
  expect(stdout.match(/^gradient check passed/gm)).toHaveLength(3);
  expect(stdout).toMatch(/\n3 checks: 3 passed; 6 could not be loaded\n$/);
  expect(code).toBe(2);
});

test("two checks of one name are refused, with both places", async () => {
  const { code, stdout, stderr } = await gradcheck("b.gradcheck.ts", "twin.ts");
  expect(stderr).toBe(
    'gradcheck: twin.ts#z is called "b", as b.gradcheck.ts#z is: give each check a name of its own\n',
  );
  expect(stdout.match(/^gradient check passed/gm)).toHaveLength(1);
  expect(code).toBe(2);
});
