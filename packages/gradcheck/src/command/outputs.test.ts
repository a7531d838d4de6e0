import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { commandIn } from "../../test/command-in.ts";

const folder = mkdtempSync(join(tmpdir(), "gradcheck-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "two.gradcheck.ts"),
  `import { appendFileSync } from "node:fs";
import { defineCheck } from "@nudge/gradcheck";
const value = ([x]) => (appendFileSync("calls", "1"), x * x);
export const right = defineCheck("right", { theta: { x: [1], y: [2] }, value: ({ x, y }) => x[0] ** 2 + y[0], gradient: ({ x }) => ({ x: [2 * x[0]], y: [1] }) });
export const wrong = defineCheck("f, wrong", { name: "f", theta: [1], value, gradient: ([x]) => [x] });
`,
);
mkdirSync(join(folder, "taken"));
const gradcheck = commandIn(folder);
const read = (name: string) => readFileSync(join(folder, name), "utf8");

test("folders are made for what is written, and one page holds all checks", async () => {
  const { stdout } = await gradcheck("--html", "new/deep/page.html", "--json", "other/all.json");
  expect(stdout).toMatch(/\nwrote new\/deep\/page\.html, other\/all\.json\n$/);
  expect(read("new/deep/page.html")).toMatch(/right[\s\S]*f, wrong/);
  expect(JSON.parse(read("other/all.json"))).toHaveLength(2);
});

test("what cannot be written is refused before a check runs, and leaves nothing behind", async () => {
  rmSync(join(folder, "calls"), { force: true });
  const { code, stdout, stderr } = await gradcheck("--json", "good.json", "--html", "taken");
  expect(stderr).toMatch(/^gradcheck: taken cannot be written: EISDIR/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(existsSync(join(folder, "calls"))).toBe(false);
  expect(existsSync(join(folder, "good.json"))).toBe(false);
});

test("- is standard output, and then the text goes to standard error", async () => {
  const json = await gradcheck("--json", "-");
  expect(JSON.parse(json.stdout).map(({ subject }: { subject: string }) => subject)).toEqual([
    "right: f",
    "f, wrong",
  ]);
  expect(json.stderr).toMatch(/^gradient check passed [\s\S]*2 checks: 1 passed, 1 failed\n$/);
  expect((await gradcheck("--html", "-")).stdout).toMatch(/^<!doctype html>/i);
  expect((await gradcheck("--reporter", "json")).stdout.replaceAll(/"(milliseconds|time)":[^,]*/g, "")).toBe(
    json.stdout.replaceAll(/"(milliseconds|time)":[^,]*/g, ""),
  );
  expect((await gradcheck("--html", "-", "--json", "-")).stderr).toMatch(
    /^gradcheck: --html and --json cannot both be -/,
  );
});

test("a reporter prints all in its form, with the line of what is checked", async () => {
  const github = await gradcheck("--reporter", "github");
  expect(github.stdout).toMatch(
    /^::error file=two\.gradcheck\.ts,line=5,title=f%2C wrong::gradient check FAILED.*\n$/,
  );
  expect(github).toMatchObject({ code: 1, stderr: "" });
  expect((await gradcheck("--reporter", "tap")).stdout).toMatch(
    /^TAP version 14\n1\.\.2\nok 1 - right: f\nnot ok 2 - f, wrong\n/,
  );
  expect((await gradcheck("--reporter", "junit", "two.gradcheck.ts", "no.ts")).stdout).toMatch(
    /tests="3" failures="1" errors="1"/,
  );
  expect((await gradcheck("--reporter", "xunit")).stderr).toMatch(
    /^gradcheck: --reporter must be text, junit, tap, github or json, got "xunit"; did you mean junit\?\n$/,
  );
});

test("--quiet prints a line for each verdict", async () => {
  expect((await gradcheck("--quiet")).stdout).toBe(
    "passed        right: f\nFAILED        f, wrong\n2 checks: 1 passed, 1 failed\n",
  );
});

test("tensors are chosen and left out by name, and the command that repeats a check says so", async () => {
  const target = "two.gradcheck.ts#right";
  expect((await gradcheck(target, "--skip", "x", "--skip", "y")).stdout).toContain(
    `npx gradcheck ${target} --skip x,y\n`,
  );
  expect((await gradcheck(target, "--tensors", "y")).stdout).toMatch(/^1 entry: 1 passed/m);
  expect((await gradcheck(target, "--method", "bisect")).stdout).toMatch(/random directions/);
  expect((await gradcheck(target, "--method", "half")).stderr).toMatch(
    /^gradcheck: --method must be full or bisect, got "half"/,
  );
  expect((await gradcheck(target, "--modes", "evaluating")).stderr).toMatch(/did you mean evaluation\?\n$/);
});
