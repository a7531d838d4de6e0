import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { onChange } from "./watch.ts";

const folder = mkdtempSync(join(tmpdir(), "gradcheck-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "a.ts");
writeFileSync(file, "1");

test.each([
  ["is written", () => writeFileSync(file, "2")],
  [
    "is replaced, as editors do",
    () => {
      writeFileSync(`${file}.new`, "3");
      renameSync(`${file}.new`, file);
    },
  ],
])("a file that %s is heard of once", async (_, change) => {
  let times = 0;
  await new Promise<void>((heard) => {
    onChange([file], () => {
      times++;
      heard();
    });
    change();
  });
  expect(times).toBe(1);
});
