// What the diagnoses are worth: on the corpus, the category of at least nine mutants in ten is named, and nothing wrong
// is named first. The checker sees a map and an upstream gradient, never a name.
import { expect, test } from "vitest";
import { gradcheckMap } from "../src/index.ts";
import { printDiagnoses, scoreDiagnoses } from "./corpus/scoring-diagnoses.ts";

test.each([0, 1000, 2000])(
  "names the mistakes of the corpus at seed offset %i",
  { timeout: 120_000 },
  (offset) => {
    const score = scoreDiagnoses(({ build }, seedOffset) => {
      const { subject, upstream } = build(seedOffset);
      return gradcheckMap(subject, { upstream });
    }, offset);
    expect(score.misses, printDiagnoses(score)).toEqual([]);
  },
);
