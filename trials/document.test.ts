// What is committed of the trials agrees with itself: the values, the pages made of them, and the README.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { overview, page, pageOf, summary } from "./document.ts";
import { findings } from "./findings/index.ts";
import type { Record } from "./record.ts";

const read = (path: string) => readFileSync(path, "utf8");
const records: Record[] = JSON.parse(read("docs/trials.json"));

test("the page, the README and the pages of libraries say what the values do", () => {
  expect(read("docs/trials.md")).toBe(overview(records));
  expect(read("README.md")).toContain(`\n${summary(records)}\n`);
  for (const record of records)
    if (record.findings.length > 0) expect(read(`docs/${pageOf(record.library)}`)).toBe(page(record));
    else expect(existsSync(`docs/${pageOf(record.library)}`)).toBe(false);
});

test("every finding is printed as it was confirmed", () => {
  for (const { library, findings: printed } of records)
    expect(printed.map(({ printed: _, ...finding }) => finding)).toEqual(findings[library] ?? []);
});

test("a verdict that is not right is told with its words, its cause and its place; what is right by its name", () => {
  const text = overview([
    {
      library: "sums.js",
      packages: { "sums.js": "1.2.3" },
      ops: [
        { op: "add", verdict: "right", trials: 2, wrong: 0 },
        { op: "a | b", verdict: "bug", trials: 3, wrong: 1, at: "[2, 3]", words: "x: the sign is wrong" },
      ],
      findings: [
        {
          op: "a | b",
          kind: "bug",
          cause: "It is -dy.",
          source: "sums.js:12",
          since: "1.1.0",
          reproduction: "",
          expected: "1",
          printed: "-1",
        },
      ],
    },
  ]);
  expect(text).toContain("5 trials of 2 operations and layers of 1 libraries: 1 right, 1 with a bug");
  expect(text).toContain(
    "| **a \\| b** | bug | 1 of 3, such as [2, 3] | `x: the sign is wrong` | It is -dy. | sums.js:12 | 1.1.0 |",
  );
  expect(text).toContain("| [sums.js](#sumsjs) | sums.js 1.2.3 | 2 | 1 | 1 | 0 | 0 | 0 |");
  expect(text).toContain("Right (1): add.");
});
