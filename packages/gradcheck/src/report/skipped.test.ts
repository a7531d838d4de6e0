// Of a tensor that was skipped nothing is known, and no view says that it is right.
import { multiply } from "@nudge/core";
import { expect, test } from "vitest";
import { linear, spoil } from "../../test/fixtures.ts";
import { fromJson, gradcheckMap, toHtml, toJson, toText } from "../index.ts";

const report = gradcheckMap(
  spoil(linear(), ({ W, b }) => ({ W: multiply(W, 2), b: multiply(b, 3) })),
  { skip: ["b"] },
);
const skipped = report.tensors.find(({ name }) => name === "b");

test("its verdict is skipped, in the report and in JSON", () => {
  expect(skipped).toMatchObject({ verdict: "skipped", counts: { skipped: 2, passed: 0 } });
  expect(skipped?.entries?.verdict).toEqual(["skipped", "skipped"]);
  expect(fromJson(toJson(report)).tensors.map(({ verdict }) => verdict)).toEqual(["pass", "fail", "skipped"]);
});

test("the hint names those that are right, and not this one", () => {
  expect(toText(report).replace(/\s+/g, " ")).toContain("the gradient of W; that of x is right (");
});

test("the page has no picture of it, and neither ratio nor pass in its row", () => {
  const page = toHtml(report);
  const row = page.split(/<tr>|<.tr>/).find((one) => one.includes('<span class="name">b</span>')) ?? "";
  expect(row).toContain('<span class="badge skipped">skipped</span>');
  expect(row).not.toMatch(/pass|0 of 2/);
  expect(page).not.toContain('<h3 class="name">b</h3>');
  expect(page).toContain("2 entries were skipped.");
});

test("a check of nothing else is inconclusive", () => {
  const none = gradcheckMap(linear(), { skip: ["x", "W", "b"] });
  expect(none.verdict).toBe("inconclusive");
  expect(none.tensors.map(({ verdict }) => verdict)).toEqual(["skipped", "skipped", "skipped"]);
  expect(toHtml(none)).not.toMatch(/badge pass|All \d+ entries agree/);
});
