// How many entries came to which verdict.
import type { Slice } from "@nudge/core";
import type { Survey } from "../judge/survey.ts";
import type { Counts, EntryVerdict } from "../words/report.ts";

export function emptyCounts(): Counts {
  return { entries: 0, passed: 0, wrong: 0, kink: 0, unmeasurable: 0, inconclusive: 0, skipped: 0 };
}

export function countVerdicts(verdicts: readonly EntryVerdict[]): Counts {
  const counts = emptyCounts();
  counts.entries = verdicts.length;
  for (const verdict of verdicts) counts[verdict === "pass" ? "passed" : verdict]++;
  return counts;
}

/** How many entries of a tensor lie at kinks where no one can tell. */
export const countOpenKinks = ({ unverified }: Survey, { offset, length }: Slice): number =>
  unverified.filter((i) => i >= offset && i < offset + length).length;

export function addCounts(parts: readonly Counts[]): Counts {
  const sum = emptyCounts();
  for (const part of parts) for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += part[key];
  return sum;
}
