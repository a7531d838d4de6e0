// What the checker is worth on the corpus: every mutant rejected while its correct twin is accepted, no false alarm, and
// few correct cases of which it says that it cannot see. `npm run corpus` prints the same numbers.
import { expect, test } from "vitest";
import { gradcheckMap } from "../src/index.ts";
import { printTable, score } from "./corpus/scoring.ts";

const today = Math.floor(Date.now() / 86_400_000);
const offsets = [0, 1000, 2000, 3000, ...(process.env.CI ? [today] : [])];

test.each(offsets)("judges the corpus at seed offset %i", { timeout: 120_000 }, (offset) => {
  const result = score(({ build }, seedOffset) => {
    const { subject, upstream } = build(seedOffset);
    return gradcheckMap(subject, { upstream }).verdict;
  }, offset);
  const { mutants, falseAlarms, inconclusive } = result;
  expect(falseAlarms, printTable(result)).toEqual([]);
  expect(mutants.useful, printTable(result)).toBe(mutants.counted);
  expect(inconclusive.length, printTable(result)).toBeLessThanOrEqual(10);
});
