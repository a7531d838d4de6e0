// The commands of the READMEs, as they stand, in a project that has what they name.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { commandIn } from "../../test/command-in.ts";

const root = resolve(import.meta.dirname, "../../../..");
const documents = ["README.md", "packages/gradcheck/README.md"].map((name) =>
  readFileSync(join(root, name), "utf8"),
);
const commands = documents.flatMap((text) =>
  [...text.matchAll(/^\$ npx (gradcheck.*)$/gm)].map(([, line]) => line),
);

const folder = mkdtempSync(join(tmpdir(), "gradcheck-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "src"));
const [, check] = documents[1].match(/```typescript\n\/\/ scale\.gradcheck\.ts\n([\s\S]*?)```/)!;
writeFileSync(
  join(folder, "scale.ts"),
  `import { defineLayer, multiply, ones, sum } from "@nudge/core";
export const scale = defineLayer("scale", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: sum(multiply(dy, x), 0) }),
}));
`,
);
writeFileSync(join(folder, "scale.gradcheck.ts"), check);
writeFileSync(
  join(folder, "src/again.gradcheck.ts"),
  check.replace("./scale.ts", "../scale.ts").replace("scale, four", "again, four"),
);
const gradcheck = commandIn(folder);

/** The words that a shell makes of a command, behind the name of the program. */
const wordsOf = (line: string) =>
  execFileSync("sh", ["-c", `gradcheck() { printf '%s\\n' "$@"; }\n${line}`], {
    cwd: folder,
    encoding: "utf8",
  })
    .split("\n")
    .slice(0, -1);

test.each(commands)("%s", async (line) => {
  expect(await gradcheck(...wordsOf(line))).toMatchObject({ code: 0, stderr: "" });
});

test("there are such commands, and they write what they say", () => {
  expect(commands.length).toBeGreaterThan(4);
  for (const name of ["reports/scale.html", "gradients.json"])
    expect(existsSync(join(folder, name))).toBe(true);
});
