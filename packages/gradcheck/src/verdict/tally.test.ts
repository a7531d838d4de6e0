import { expect, test } from "vitest";
import { addCounts, countVerdicts, emptyCounts } from "./tally.ts";

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
