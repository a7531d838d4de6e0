import { expect, test } from "vitest";
import { emptySurvey } from "../judge/survey.ts";
import { addCounts, countOpenKinks, countVerdicts, emptyCounts } from "./tally.ts";

test("every verdict is counted under its name, and they add up to the entries", () => {
  const verdicts = [
    "pass",
    "wrong",
    "kink",
    "pass",
    "unmeasurable",
    "inconclusive",
    "skipped",
    "pass",
  ] as const;
  const counts = countVerdicts(verdicts);
  expect(counts).toEqual({
    entries: 8,
    passed: 3,
    wrong: 1,
    kink: 1,
    unmeasurable: 1,
    inconclusive: 1,
    skipped: 1,
  });
  expect(addCounts([counts, counts, emptyCounts()])).toEqual({
    entries: 16,
    passed: 6,
    wrong: 2,
    kink: 2,
    unmeasurable: 2,
    inconclusive: 2,
    skipped: 2,
  });
  expect(addCounts([])).toEqual(countVerdicts([]));
});

test("kinks where no one can tell are counted in the tensor that they are in", () => {
  const survey = { ...emptySurvey(new Float64Array(9), []), unverified: [0, 2, 3, 4, 8] };
  const count = (offset: number, length: number) =>
    countOpenKinks(survey, { name: "a", shape: [length], offset, length });
  expect([count(0, 2), count(2, 3), count(5, 3), count(8, 1), count(0, 9)]).toEqual([1, 3, 0, 1, 5]);
});
