import { expect, test } from "vitest";
import type { Survey } from "../judge/survey.ts";
import type { EntryVerdict } from "../words/report.ts";
import { reportTensor } from "./tensor.ts";

type Row = [verdict: EntryVerdict, analytic: number, numeric: number, error?: number];

/** A survey of these entries, after one of another tensor. */
function surveyOf(rows: readonly Row[]): Survey {
  const all: readonly Row[] = [["wrong", 7, 8, 0.1], ...rows];
  const column = (k: number) => Float64Array.from(all, (row) => Number(row[k] ?? 1e-10));
  return {
    verdict: all.map(([verdict]) => verdict),
    analytic: column(1),
    numeric: column(2),
    error: column(3),
    step: Float64Array.from(all, () => 2 ** -17),
    beyondKink: [],
    edges: new Map(),
    unverified: [],
    projections: new Map(),
  };
}

const report = (rows: readonly Row[], shape = [rows.length]) =>
  reportTensor(surveyOf(rows), { name: "W", shape, offset: 1, length: rows.length }, 1e-7);

test.each<[string, Row[], string]>([
  [
    "one wrong entry fails it",
    [
      ["pass", 1, 1],
      ["wrong", 1, 2],
      ["inconclusive", 1, 1.1],
    ],
    "fail",
  ],
  [
    "one inconclusive entry leaves it inconclusive",
    [
      ["pass", 1, 1],
      ["inconclusive", 1, 1.1],
    ],
    "inconclusive",
  ],
  [
    "entries that pass make it pass",
    [
      ["pass", 1, 1],
      ["pass", 2, 2],
    ],
    "pass",
  ],
  ["a valid subgradient makes it pass", [["kink", 0, 0.5]], "pass"],
  [
    "entries below the noise beside one that passed do no harm",
    [
      ["pass", 1, 1],
      ["unmeasurable", 0, 1e-9],
    ],
    "pass",
  ],
  [
    "nothing measured is no pass",
    [
      ["unmeasurable", 0, 1e-9],
      ["unmeasurable", 0, 0],
    ],
    "inconclusive",
  ],
  [
    "skipped entries do not verify others",
    [
      ["skipped", 1, Number.NaN],
      ["unmeasurable", 0, 0],
    ],
    "inconclusive",
  ],
])("%s", (_, rows, verdict) => {
  expect(report(rows).verdict).toBe(verdict);
});

test("the ratio is over entries with a derivative that was measured", () => {
  const { ratio } = report([
    ["pass", 3, 3],
    ["wrong", 8, 4],
    ["kink", 0, 100],
    ["unmeasurable", 0, 100],
    ["skipped", 50, Number.NaN],
  ]);
  expect(ratio).toBeCloseTo(4 / (5 + Math.hypot(3, 8)), 14);
});

test("a wrong entry that is NaN makes the ratio NaN, and not small", () => {
  expect(
    report([
      ["pass", 1, 1],
      ["wrong", Number.NaN, 1],
    ]).ratio,
  ).toBeNaN();
});

test("the worst five come first, in units of what was allowed, the first of equals first", () => {
  const { worst } = report(
    [
      ["pass", 1, 1 + 1e-9],
      ["wrong", 1, 3],
      ["pass", 1, 1 + 2e-9],
      ["wrong", 1, 1.5],
      ["inconclusive", 1, 1.01],
      ["wrong", Number.NaN, 1],
      ["wrong", 1, 1.5],
      ["skipped", 9, Number.NaN],
    ],
    [2, 4],
  );
  expect(worst.map(({ index }) => index)).toEqual([
    [1, 1],
    [0, 1],
    [0, 3],
    [1, 2],
    [1, 0],
  ]);
  expect(worst[1]).toEqual({
    index: [0, 1],
    verdict: "wrong",
    analytic: 1,
    numeric: 3,
    error: 1e-10,
    step: 2 ** -17,
  });
});

test("an infinite gradient is as bad as NaN", () => {
  for (const g of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const { worst } = report([
      ["wrong", 1, 9],
      ["wrong", g, 1],
      ["wrong", 1, 5],
    ]);
    expect(worst[0].index).toEqual([1]);
  }
});

test("skipped entries are never among the worst", () => {
  expect(
    report([
      ["skipped", 1, Number.NaN],
      ["pass", 1, 1],
    ]).worst.map(({ index }) => index),
  ).toEqual([[1]]);
});

test("the detection limit is the largest relative error that could hide in an entry that passed", () => {
  const { detectionLimit } = report([
    ["pass", 1, 1, 1e-9],
    ["pass", 2, 2, 1e-3],
    ["wrong", 1, 5, 0.1],
    ["unmeasurable", 0, 1e-9, 1],
    ["pass", 0, 0, 0],
    ["pass", 1, 1 / 4, 1e-3],
  ]);
  expect(detectionLimit).toBeCloseTo(1e-7 + 8e-3, 12);
});

test("entries are listed row-major, and left out above 100 000", () => {
  const few = report(
    [
      ["pass", 1, 2, 3],
      ["skipped", 4, 5, 6],
    ],
    [1, 2],
  );
  expect(few.entries).toEqual({
    analytic: [1, 4],
    numeric: [2, 5],
    error: [3, 6],
    verdict: ["pass", "skipped"],
  });
  const rows = (count: number) => Array.from({ length: count }, (): Row => ["pass", 1, 1]);
  expect(report(rows(100_000)).entries).toBeDefined();
  const many = report(rows(100_001));
  expect(many.entries).toBeUndefined();
  expect(many.blocks?.place[0]).toBe(0);
  expect(many.blocks?.analytic).toEqual(many.blocks?.place.map(() => 1));
  expect(many.counts).toMatchObject({ entries: 100_001, passed: 100_001 });
});

test("a scalar has an empty index", () => {
  expect(report([["wrong", 1, 2]], []).worst[0].index).toEqual([]);
});

test("an entry without a slope does not enter the ratio", () => {
  const { ratio } = report([
    ["pass", 3, 3],
    ["inconclusive", 4, Number.NaN],
    ["inconclusive", 8, 4],
  ]);
  expect(ratio).toBeCloseTo(4 / (5 + Math.hypot(3, 8)), 14);
});

test("slopes along directions enter the ratio, entries that passed by them have none of their own", () => {
  const survey = surveyOf([
    ["pass", 3, Number.NaN],
    ["pass", 4, Number.NaN],
    ["wrong", 6, 5],
  ]);
  survey.projections.set("W", { analytic: [8], numeric: [12], error: [1e-3] });
  const { ratio, entries, worst, detectionLimit } = reportTensor(
    survey,
    { name: "W", shape: [3], offset: 1, length: 3 },
    1e-7,
  );
  expect(ratio).toBeCloseTo(Math.hypot(1, 4) / (10 + 13), 14);
  expect(entries).toBeUndefined();
  expect(worst.map(({ index }) => index)).toEqual([[2]]);
  expect(detectionLimit).toBeCloseTo(1e-7 + 2e-10 / 3, 14);
});

test("wrong entries are worse than inconclusive ones, and these than those that passed, however far they are", () => {
  const error = 1;
  const { worst } = report([
    ["pass", 1, 1 + 0.5 * error, error],
    ["kink", 0, 1000 * error, error],
    ["inconclusive", 5, 5 + 0.01 * error, error],
    ["inconclusive", 5, 5 + 100 * error, error],
    ["wrong", 1, 1 + 0.2 * error, error],
    ["pass", 7, 7, error],
  ]);
  expect(worst.map(({ index }) => index)).toEqual([[4], [3], [2], [1], [0]]);
});

test("how bad an entry is, is its distance in units of the error bar and the threshold together", () => {
  // 4 / (1e-7 · 1e7 + 1), 4 / (1e-7 · 1e7 + 2), 4 / (1e-7 · 3e7 + 1)
  const { worst } = report([
    ["wrong", 3e7 + 4, 3e7, 1],
    ["wrong", 1e7 - 4, 1e7, 2],
    ["wrong", 1e7 + 4, 1e7, 1],
    ["inconclusive", Number.NaN, 1, 1],
  ]);
  expect(worst.map(({ index }) => index)).toEqual([[2], [1], [0], [3]]);
});
