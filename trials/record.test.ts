import { expect, test } from "vitest";
import type { Judged } from "./judge.ts";
import { complaints, type Record } from "./record.ts";

const right: Judged = { op: "add", verdict: "right", trials: 3, wrong: 0 };
const wrong: Judged = { op: "pow", verdict: "bug", trials: 3, wrong: 2, at: "a", words: "sign" };
const finding = {
  op: "pow",
  kind: "bug",
  cause: "",
  source: "",
  reproduction: "",
  expected: "2",
  printed: "1",
} as const;
const record: Record = { library: "sums", packages: {}, ops: [right, wrong], findings: [finding] };

test("what is as expected has nothing against it", () => {
  expect(complaints(record, record)).toEqual([]);
});

test("a change of a verdict, of how many trials fail, and of what is tried is told", () => {
  const now = { ...record, ops: [{ ...right, verdict: "inconclusive" } as const, { ...wrong, wrong: 1 }] };
  expect(complaints(now, record)).toEqual([
    "add: inconclusive, 0 of 3 trials wrong; expected right, 0 of 3 trials wrong",
    "pow: bug, 1 of 3 trials wrong; expected bug, 2 of 3 trials wrong",
  ]);
  expect(complaints({ ...record, ops: [wrong] }, record)).toEqual([
    "add: not tried; expected right, 0 of 3 trials wrong",
  ]);
  expect(complaints(record, { ...record, ops: [wrong] })).toEqual([
    "add: right, 0 of 3 trials wrong; expected no such operation",
  ]);
});

test("what fails without a finding is told even where it is expected", () => {
  const now = { ...record, ops: [{ ...wrong, verdict: "unexplained" } as const], findings: [] };
  expect(complaints(now, now)).toEqual(["pow: wrong without a finding, at a: sign"]);
});

test("a finding is told of which no trial fails, or whose program prints what it should", () => {
  const mended = { ...record, ops: [right, { ...right, op: "pow" }] };
  expect(complaints(mended, mended)).toEqual(["pow: has a finding, and no trial of it fails"]);
  const gone = { ...record, findings: [{ ...finding, printed: "2" }] };
  expect(complaints(gone, gone)).toEqual(["pow: the reproduction of its finding prints 2"]);
});

test("of a false alarm the program has to print what it should", () => {
  const alarm = { ...record, findings: [{ ...finding, kind: "false alarm" } as const] };
  expect(complaints(alarm, alarm)).toEqual(["pow: the reproduction of its finding prints 1"]);
});
