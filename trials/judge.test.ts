import { gradcheckFunction } from "@nudge/gradcheck";
import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import type { Outcome } from "./outcome.ts";
import type { Finding } from "./trial.ts";
import { wordsOf } from "./words-of.ts";

const outcome = (op: string, at: string, verdict: Outcome["verdict"], ratio = 0): Outcome => ({
  op,
  at,
  verdict,
  ratio,
  words: verdict === "pass" ? "" : `of ${at}`,
});
const finding = (op: string, kind: Finding["kind"]): Finding => ({
  op,
  kind,
  cause: "",
  source: "",
  reproduction: "",
  expected: "",
});

test("an operation is what its trials and its finding make it, told by the worst of them", () => {
  const outcomes = [
    outcome("add", "a", "pass"),
    outcome("pow", "a", "fail", 0.1),
    outcome("pow", "b", "fail", 0.9),
    outcome("add", "b", "pass"),
    outcome("pow", "c", "inconclusive"),
    outcome("abs", "a", "fail", Number.NaN),
    outcome("abs", "b", "fail", 0.9),
    outcome("exp", "a", "inconclusive"),
    outcome("exp", "b", "pass"),
    outcome("log", "a", "fail"),
  ];
  const judged = judge(outcomes, [finding("pow", "bug"), finding("abs", "by design")]);
  expect(judged.map(({ op, verdict, wrong, at }) => [op, verdict, wrong, at])).toEqual([
    ["add", "right", 0, undefined],
    ["pow", "bug", 2, "b"],
    ["abs", "by design", 2, "a"],
    ["exp", "inconclusive", 0, "a"],
    ["log", "unexplained", 1, "a"],
  ]);
});

test("two trials at one point are refused: one would stand for both", () => {
  expect(() => judge([outcome("add", "a", "pass"), outcome("add", "a", "fail")], [])).toThrow(
    "trials: add is tried twice at a",
  );
});

test("the words are those of the diagnosis, or the worst entry where there is none", () => {
  const square = (gradient: (x: number[]) => number[]) =>
    gradcheckFunction({
      theta: { x: [1, 2, 3] },
      value: ({ x }) => x.reduce((sum, v) => sum + v * v, 0),
      gradient: ({ x }) => ({ x: gradient(x) }),
    });
  expect(wordsOf(square((x) => x))).toContain("x: backprop = 0.5 × numeric in every entry");
  expect(wordsOf(square(([a, b]) => [2 * a + 0.3, 2 * b - 0.7, 5.9]))).toContain(
    "x: 3 of 3 entries wrong, at [1] backprop = 3.3, numeric = 4",
  );
});
