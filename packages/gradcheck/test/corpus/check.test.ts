// What the checker is worth on the corpus. `npm run corpus` prints the same numbers, `npm run nightly` those of more seeds.
import { expect, test } from "vitest";
import { thinned } from "../../../../test/thinned.ts";
import { checkCorpus, printOutcome, shortcomings } from "./check.ts";

test.each(thinned([0, 1000], 2))("judges the corpus and names its mistakes at seed offset %i", (offset) => {
  const outcome = checkCorpus(offset);
  expect(shortcomings(outcome), printOutcome(outcome)).toEqual([]);
});

test("what falls short of the promise is said", () => {
  const miss = { name: "b", expected: ["sign"], said: ["factor"], why: "wrong named first" } as const;
  const outcome = {
    reports: new Map(),
    verdicts: {
      seedOffset: 0,
      mutants: { counted: 90, detected: 90, useful: 89 },
      groups: new Map(),
      correct: 78,
      falseAlarms: ["a"],
      inconclusive: Array(11).fill("c"),
      misses: [],
    },
    diagnoses: { seedOffset: 0, counted: 90, named: 87, wrongFirst: 1, misses: [miss] },
  };
  expect(shortcomings(outcome, 3)).not.toContainEqual(expect.stringContaining("without a name"));
  expect(shortcomings(outcome, 2)).toEqual([
    "false alarm: a",
    "useful: 89 of 90",
    "inconclusive: 11, which is more than 10",
    "b: wrong named first",
    "mistakes without a name: 3, which is more than 2",
  ]);
});
