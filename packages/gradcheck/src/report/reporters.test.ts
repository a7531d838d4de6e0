import { expect, test } from "vitest";
import { gradcheckFunction } from "../verbs/gradcheck-function.ts";
import { toGithub } from "./github.ts";
import { toJunit } from "./junit.ts";
import type { Results } from "./results.ts";
import { toTap } from "./tap.ts";
import { toText } from "./text.ts";

const check = (
  name: string,
  gradient: ([x]: Float64Array) => number[],
  value = ([x]: Float64Array) => x * x,
) => gradcheckFunction({ name, theta: [3], value, gradient });
const passed = check("right #1", ([x]) => [2 * x]);
const failed = { ...check('wrong <"&%>', ([x]) => [3 * x]), source: "src/a,b:c.ts:12" };
const undecided = check(
  "flat",
  () => [0],
  () => 0,
);
const fault = {
  name: "broken.ts",
  file: "broken.ts",
  message: "broken.ts could not be loaded\nError: \uD800 on purpose",
};
const results: Results = { reports: [passed, failed, undecided], faults: [fault], allowInconclusive: false };

test("the subjects are what they are taken for", () => {
  expect([passed, failed, undecided].map(({ verdict }) => verdict)).toEqual(["pass", "fail", "inconclusive"]);
});

/** What XML says of a text: the five signs by their numbers. */
const decoded = (text: string) =>
  text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

test("JUnit counts failures and errors, and loses nothing of the text", () => {
  const xml = toJunit(results);
  expect(xml).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="gradcheck" tests="4" failures="2" errors="1" time="\d+\.\d{3}">\n/,
  );
  expect(xml).toMatch(/<testcase name="right #1" classname="gradcheck" time="[\d.]+"><\/testcase>/);
  expect(xml).toContain('classname="src/a,b:c.ts"');
  const [, text] = xml.match(/<failure type="fail" message="gradient check FAILED[^"]*">([^<]*)<\/failure>/)!;
  expect(decoded(text)).toBe(toText(failed));
  expect(xml).toMatch(/<failure type="inconclusive"/);
  expect(xml).toMatch(
    /<error type="error" message="broken.ts could not be loaded">[^<]*\uFFFD on purpose<\/error>/,
  );
  // Tags are in pairs, and no sign stands for itself that may not.
  expect(xml.match(/<\w/g)?.length).toBe(xml.match(/<\/\w/g)?.length);
  expect(xml.replaceAll(/&#\d+;/g, "")).not.toContain("&");
  expect(toJunit({ ...results, allowInconclusive: true })).toMatch(
    /<testsuite name="gradcheck" tests="4" failures="1" errors="1" time="[\d.]+" skipped="1">[\s\S]*<skipped message="inconclusive"\/>/,
  );
});

test("TAP has a plan, a point for each check and fault, and what is said of those that are not ok as YAML", () => {
  const lines = toTap(results).split("\n");
  expect(lines.slice(0, 3)).toEqual(["TAP version 14", "1..4", "ok 1 - right \\#1"]);
  expect(lines.filter((line) => /^(not )?ok/.test(line))).toEqual([
    "ok 1 - right \\#1",
    'not ok 2 - wrong <"&%>',
    "not ok 3 - flat",
    "not ok 4 - broken.ts",
  ]);
  // All between the points is within a block of YAML.
  expect(lines.filter((line) => line === "  ---")).toHaveLength(3);
  expect(lines.filter((line) => line === "  ...")).toHaveLength(3);
  expect(lines).toContain('  at: "src/a,b:c.ts:12"');
  const from = lines.indexOf("  text: |2") + 1;
  const text = lines.slice(from, lines.indexOf("  ..."));
  expect(text.map((line) => line.slice(4)).join("\n")).toBe(toText(failed));
  expect(toTap({ ...results, allowInconclusive: true })).toContain("\nok 3 - flat # SKIP inconclusive\n");
});

test("GitHub is given one line for each that did not pass, escaped, at the line of the layer", () => {
  const lines = toGithub(results).trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(
    /^::error file=src\/a%2Cb%3Ac\.ts,line=12,title=wrong <"&%25>::gradient check FAILED/,
  );
  const [, message] = lines[0].match(/^::error [^:]*::(.*)$/)!;
  expect(message.replaceAll("%0A", "\n").replaceAll("%25", "%")).toBe(toText(failed));
  expect(lines[1]).toMatch(/^::warning title=flat::gradient check INCONCLUSIVE/);
  expect(lines[2]).toMatch(
    /^::error file=broken\.ts,title=broken\.ts::broken\.ts could not be loaded%0AError/,
  );
  expect(toGithub({ ...results, reports: [passed], faults: [] })).toBe("");
});
