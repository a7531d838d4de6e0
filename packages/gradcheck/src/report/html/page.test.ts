import { createHash } from "node:crypto";
import { multiply, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { linear, spoil } from "../../../test/fixtures.ts";
import { reportOf, tensorReport } from "../../../test/reports.ts";
import { gradcheckMap } from "../../index.ts";
import type { Finding } from "../../words/report.ts";
import { toHtml } from "./page.ts";
import { script, scriptHash } from "./script.ts";

const failing = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, -1) })));
const passing = gradcheckMap(linear());
const hostile = `</script><script>alert(1)</script><img src=x onerror='alert("2")'>`;

test("the page says verdict, ratio, seed, replay and what is wrong", () => {
  const page = toHtml(failing);
  expect(page).toContain("<title>linear: gradient check failed</title>");
  expect(page).toContain("6 of 20 entries are wrong, in W.");
  expect(page).toContain("gradcheckMap(linear, { seed: 0 })");
  expect(toHtml(passing)).toContain("All 20 entries agree with the slope of the forward pass.");
});

test("several checks are one page: a table leads to each, and those that did not pass are open", () => {
  const inconclusive = reportOf([], { subject: "third", verdict: "inconclusive", passed: false });
  const page = toHtml([failing, passing, inconclusive]);
  expect(page).toContain("<title>3 gradient checks: 1 failed, 1 inconclusive, 1 passed</title>");
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.slice(0, 3)).toEqual(["check-1", "check-2", "check-3"]);
  for (const id of links) expect(page.split(`id="${id}"`)).toHaveLength(2);
  expect(page.match(/<details[^>]*>/g)?.map((tag) => tag.includes(" open"))).toEqual([true, false, true]);
  const [, row] = page.split('href="#check-1"');
  expect(row.slice(0, row.indexOf("</tr>"))).toMatch(/linear.*fail.*>W</);
  expect(toHtml([failing])).toBe(toHtml(failing));
  expect(() => toHtml([])).toThrow("toHtml: expected a report, or a list of at least one, got an array of 0");
  expect(() => toHtml([failing, {} as never])).toThrow("toHtml: expected the report of a check");
  // A list that says it is long is left at the first thing in it that is no report.
  const endless = new Proxy([], { get: (list, key) => (key === "length" ? 1e9 : Reflect.get(list, key)) });
  expect(() => toHtml(endless)).toThrow("toHtml: expected the report of a check");
});

test("a gradient of another shape has no ratio, in the numbers, the table, the pictures and the index", () => {
  const unread = gradcheckMap(spoil(linear(), ({ W }) => ({ W: tensor(W.data) })));
  for (const page of [toHtml(unread), toHtml([unread, passing])]) {
    expect(page).toContain("W has no gradient to compare");
    expect(page.replaceAll(/<[^>]+>/g, " ")).not.toMatch(/NaN/);
  }
});

test("findings and diagnoses are told, those of several tensors once", () => {
  const finding: Finding = {
    kind: "accumulates",
    severity: "failure",
    message: "the second is twice the first",
  };
  const note: Finding = { kind: "aliases", severity: "note", message: "db1 and db2 share memory" };
  const diagnosis = {
    kind: "sign",
    message: "every entry of `W` has the wrong sign",
    unexplained: 0,
  } as const;
  const wrong = tensorReport("W", [2], () => ({ analytic: -1, numeric: 1, verdict: "wrong" }));
  const tensors = [
    { ...wrong, diagnoses: [diagnosis] },
    { ...wrong, name: "b", diagnoses: [diagnosis] },
  ];
  const found = toHtml(reportOf(tensors, { findings: [note, finding] }));
  expect(found.split("every entry of <code>W</code> has the wrong sign")).toHaveLength(2);
  expect(found).toContain("W, b</span>: sign");
  expect(found.indexOf("twice the first")).toBeLessThan(found.indexOf("share memory"));
});

test("the verdict is followed by what is wrong, what to do and how to repeat it, and these by figures, steps and method", () => {
  const page = toHtml(failing);
  const places = [
    "Failed</p>",
    ": sign</span>",
    "Hint:",
    "look at how backward makes the gradient of W",
    "Replay:",
    "gradcheckMap(linear, { seed: 0 })",
    "<dt>Ratio</dt>",
    "Tensor by tensor",
    "What did not pass",
    "Step by step",
    "How it was checked",
  ].map((text) => page.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(page.split("gradcheckMap(linear, { seed: 0 })")).toHaveLength(2);
});

test("a wrong tensor that nothing explains is named", () => {
  const wrong = tensorReport("W", [2], () => ({ analytic: 1, numeric: 2, verdict: "wrong" }));
  expect(toHtml(reportOf([wrong]))).toMatch(/W<.span>: wrong<.span> no simple pattern/);
});

test("where nothing was measured there is no ratio, no NaN and no picture of nothing", () => {
  const lost = tensorReport("x", [3], () => ({
    analytic: 1,
    numeric: Number.NaN,
    error: Number.NaN,
    verdict: "inconclusive",
  }));
  const page = toHtml(
    reportOf([{ ...lost, verdict: "inconclusive", ratio: 0 }], {
      ratio: 0,
      noiseRatio: Number.NaN,
      verdict: "inconclusive",
      passed: false,
    }),
  );
  expect(page).toContain("<dt>Ratio</dt><dd>none: nothing could be measured</dd>");
  expect(page).toContain("No entry has both an analytic and a numeric value");
  expect(page.slice(page.indexOf("<body>"))).not.toMatch(/NaN\b|ratio 0|class="heatmap|class="ruler/);
});

test("a pass says how large an error would have been found", () => {
  const tensor = { ...tensorReport("W", [3], () => ({ analytic: 1 })), detectionLimit: 3e-4 };
  const say = (detectionLimit: number) => toHtml(reportOf([{ ...tensor, detectionLimit }]));
  expect(say(3e-4)).toContain("A relative error of 0.03 % in any single entry would have been found.");
  expect(say(3e-7)).toContain("A relative error of 3.0×10⁻⁷ in any");
  expect(say(2)).toContain("an error as large as the entry might not have been found");
  expect(say(0)).toContain("No entry is wrong: one would have a cross");
  expect(toHtml(failing)).not.toContain("No entry is wrong");
  expect(say(0)).not.toContain("would have been found.</p>");
});

test("what made the report, when, and where the subject is written are said where they are known", () => {
  const known = { checker: "checker 1.2.3", time: "2026-01-02T03:04:05.678Z", source: "src/scale.ts:12" };
  const page = toHtml({ ...failing, ...known });
  expect(page).toContain("by checker 1.2.3, begun on 2026-01-02 at 03:04:05 UTC.");
  expect(page).toContain('<dt>Source</dt><dd><span class="name">src/scale.ts:12</span></dd>');
  expect(toHtml(reportOf([]))).not.toMatch(/begun on|<dt>Source/);
});

test("a pass has no curves, and says why", () => {
  const page = toHtml(passing);
  expect(page).not.toContain('<section class="steps">');
  expect(page).toContain("after a failure only");
  expect(toHtml(failing)).toContain('<section class="steps">');
});

test("whatever a subject, tensor or message is called is text", () => {
  const tensor = tensorReport(hostile, [2, 2], () => ({ analytic: 1, numeric: 2, verdict: "wrong" }));
  const page = toHtml(
    reportOf([{ ...tensor, diagnoses: [{ kind: "sign", message: hostile, unexplained: 1 }] }], {
      subject: hostile,
      replay: hostile,
      findings: [{ kind: "throws", severity: "failure", message: hostile, tensor: hostile }],
      curves: [{ tensor: hostile, index: [0], role: "worst", steps: [1], errors: [1], remainders: [1] }],
    }),
  );
  expect(page.split("<script>")).toHaveLength(2);
  expect(page).not.toContain("<img");
  expect(page).not.toContain("onerror='");
});

test("the page names no other place, and allows its own script alone", () => {
  const page = toHtml(failing);
  expect(page).not.toMatch(/https?:|\/\/[a-z]/);
  expect(scriptHash).toBe(`sha256-${createHash("sha256").update(script).digest("base64")}`);
  expect(page).toContain(scriptHash);
  expect(page).toContain(`<script>${script}</script>`);
});

test("of very many tensors those that did not pass have pictures first, and the table says so", () => {
  const tensors = Array.from({ length: 40 }, (_, k) =>
    tensorReport(`t${k}`, [2], () =>
      k >= 38 ? { analytic: 1, numeric: 2, verdict: "wrong" } : { analytic: 1 },
    ),
  );
  const page = toHtml(reportOf(tensors));
  expect(page.split('class="panel"')).toHaveLength(25);
  expect(page).toContain("Pictures are of 24 tensors.");
  expect(page).toContain('id="tensor-39"');
  expect(page).not.toContain('href="#tensor-30"');
});

test("a tensor whose entries were left out has its worst ones in a table", () => {
  const { entries: _, ...tensor } = tensorReport("W", [3], () => ({
    analytic: 1,
    numeric: 2,
    verdict: "wrong",
  }));
  const page = toHtml(reportOf([tensor]));
  expect(page).toContain("The report does not hold its entries.");
  expect(page).toContain("W[2]");
});

test("of a tensor with blocks in place of entries each block is a cell, and what passed by directions says so", () => {
  const { entries: _, ...tensor } = tensorReport("W", [96, 64], () => ({ analytic: 1 }));
  const numeric = (place: number) => (place === 64 * 3 ? 2 : Number.NaN);
  const place = Array.from(
    { length: 48 * 64 },
    (_, k) => Math.floor(k / 64) * 128 + (k % 64) + (k === 64 ? 64 : 0),
  );
  const blocks = {
    place,
    analytic: place.map(() => 1),
    numeric: place.map(numeric),
    error: place.map(() => 0),
    verdict: place.map((at) => (at === 64 * 3 ? ("wrong" as const) : ("pass" as const))),
  };
  const page = toHtml(reportOf([{ ...tensor, verdict: "fail", blocks }]));
  expect(page.match(/<rect class="heat-\d" [^>]*data-index/g)).toHaveLength(48 * 64);
  expect(page).toContain("Each cell is the worst of 2 × 1 entries.");
  expect(page).toMatch(/<rect class="heat-5" [^>]*data-index="3,0"/);
  expect(page).toContain("right by random directions");
  expect(page.slice(page.indexOf("<body>"))).not.toContain("numeric NaN");
});

test("values that are not finite, and tensors without entries or axes, are shown as they are", () => {
  const tensors = [
    tensorReport("none", [0, 3], () => ({ analytic: 1 })),
    tensorReport("one", [], () => ({ analytic: Number.NaN, numeric: 2, verdict: "wrong" })),
    tensorReport("far", [2], (k) => ({ analytic: k === 0 ? 1e308 : -1e308, numeric: 1, verdict: "wrong" })),
    tensorReport("tiny", [2], (k) => ({ analytic: k * 5e-324, error: 0 })),
  ];
  const page = toHtml(reportOf(tensors, { ratio: Number.NaN, noiseRatio: Number.POSITIVE_INFINITY }));
  expect(page).toContain("It has no entries.");
  expect(page).not.toMatch(/(x|y|x1|y1|x2|y2|cx|cy|d|width|height)="[^"]*(NaN|Infinity)/);
});
