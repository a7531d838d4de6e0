import { expect, test } from "vitest";
import { emptySurvey } from "../judge/survey.ts";
import type { Subject } from "../subject/subject.ts";
import type { EntryVerdict } from "../words/report.ts";
import { defaults, thresholdOf } from "../words/settings.ts";
import { assemble } from "./assemble.ts";

type Entry = readonly [verdict: EntryVerdict, analytic: number, numeric: number, error: number];
const seen: Entry = ["pass", 3, 3, 0.5];
const still: Entry = ["pass", 0, 0, 0];
const noise: Entry = ["unmeasurable", 0, 1e-9, 1e-9];
/** A kink where no one can tell. */
const open: Entry = ["kink", 0.5, 0, 1];

const subject: Subject = {
  name: "f",
  tensors: {},
  scalar: true,
  forward: () => {
    throw new Error("not run");
  },
  backward: () => undefined,
  call: { verb: "gradcheckMap", subject: "f", options: {} },
};

/** The report of tensors with these entries. */
function report(tensors: { readonly [name: string]: readonly Entry[] }, drawn?: Subject["drawn"]) {
  let offset = 0;
  const slices = Object.entries(tensors).map(([name, { length }]) => {
    offset += length;
    return { name, shape: [length], offset: offset - length, length };
  });
  const all = Object.values(tensors).flat();
  const column = (k: 1 | 2 | 3) => Float64Array.from(all, (entry) => entry[k]);
  const survey = {
    ...emptySurvey(column(1), slices),
    numeric: column(2),
    error: column(3),
    verdict: all.map(([verdict]) => verdict),
    unverified: all.flatMap((entry, i) => (entry === open ? [i] : [])),
  };
  const threshold = thresholdOf(1e-7, "float64");
  const results = { survey, threshold, findings: [], slices, time: "", evaluations: 12, milliseconds: 34 };
  return assemble({ ...subject, ...(drawn && { drawn }) }, defaults, results);
}

const notes = (...given: Parameters<typeof report>) =>
  report(...given).findings.map(({ message }) => message);

test("inputs come first, under whichever names parameters have", () => {
  const tensors = { 0: [seen], W: [seen], "input.b": [seen], inputs: [seen], input: [seen] };
  expect(report(tensors).tensors.map(({ name }) => name)).toEqual(["input.b", "input", "0", "W", "inputs"]);
});

test("the ratio is that of all tensors, and so are the counts", () => {
  const right = report({ a: [seen, still], b: [["pass", 4, 4, 0]] });
  expect(right).toMatchObject({ version: 1, verdict: "pass", passed: true, ratio: 0, evaluations: 12 });
  expect(right.counts).toMatchObject({ entries: 3, passed: 3 });
  const wrong = report({ a: [seen], b: [["wrong", 4, 8, 1]] });
  expect(wrong).toMatchObject({ verdict: "fail", passed: false });
  expect(wrong.ratio).toBeCloseTo(4 / (5 + Math.hypot(3, 8)), 14);
});

test("what a right gradient would show is the error bars, of what is finite", () => {
  const nothing: Entry = ["inconclusive", Number.POSITIVE_INFINITY, 5, 9];
  const unknown: Entry = ["inconclusive", 5, 5, Number.POSITIVE_INFINITY];
  const bars = (...entries: Entry[]) => report({ a: entries }).noiseRatio;
  expect(bars(["wrong", 8, 4, 0.3], ["pass", 6, 3, 0.4])).toBeCloseTo(0.5 / (10 + 5), 14);
  expect(bars(["wrong", 8, 4, 0.3], nothing, ["pass", 6, 3, 0.4], unknown)).toBeCloseTo(0.5 / 15, 14);
  expect(bars(nothing)).toBeNaN();
  expect(bars(nothing, unknown)).toBeNaN();
  expect(bars(still)).toBe(0);
  expect(bars(["skipped", 1, 1, 1])).toBe(0);
  expect(bars(["pass", 0.5, 0.5, 0.25])).toBe(0.25);
});

test("what was not verified is counted: entries below the noise, and kinks where no one can tell", () => {
  expect(report({ a: [seen, noise], b: [seen, open, open], c: [open] }).unverified).toBe(4);
});

test("it is said of which tensors nothing is known, and of all at once", () => {
  expect(notes({ a: [still], b: [still, still] })).toEqual([expect.stringContaining("none of the tensors")]);
  expect(notes({ a: [still] })).toEqual([expect.stringContaining("none of the tensors")]);
  const partly = notes({
    a: [seen],
    b: [still, still],
    c: [noise, still],
    d: [open],
    empty: [],
    e: [seen, still],
  });
  expect(partly).toEqual([
    expect.stringMatching(/^b does not change the output/),
    expect.stringMatching(/^c has a gradient below the noise/),
    expect.stringMatching(/^d lies at kinks/),
  ]);
  expect(notes({ a: [seen], b: [noise, noise], c: [open, open] }).length).toBe(2);
  expect(notes({ a: [["pass", 1, 1, 1]] })).toEqual([]);
  expect(notes({})).toEqual([]);
  expect(notes({ empty: [], a: [["kink", 0, 0, 0]] })).toEqual([]);
});

test("what was drawn is listed where anything was", () => {
  const drawn = [{ name: "input", shape: [1], kind: "values" }] as unknown as NonNullable<Subject["drawn"]>;
  expect(report({ a: [seen] }, drawn).drawn).toEqual(drawn);
  expect(report({ a: [seen] }, [])).not.toHaveProperty("drawn");
  expect(report({ a: [seen] })).not.toHaveProperty("drawn");
});
