// From the entries of a tensor to its verdict: any wrong entry fails it, and a tensor of which nothing could be
// measured is never a pass of its own.
import type { Slice } from "@nudge/core";
import type { Survey } from "../judge/survey.ts";
import { indexOf } from "../words/index-of.ts";
import { ratioOf } from "../words/ratio.ts";
import type { Counts, EntryReport, TensorReport } from "../words/report.ts";
import { blocksOf } from "./blocks.ts";
import { countOpenKinks, countVerdicts } from "./tally.ts";

const mostEntries = 100_000;
const shown = 5;

/** The values that enter a ratio: entries with a derivative that was measured, and slopes along directions. */
export function judgedValues(
  { verdict, analytic, numeric, error, projections }: Survey,
  { name, offset, length }: Slice,
): { analytic: number[]; numeric: number[]; error: number[] } {
  const along = projections.get(name);
  const judged = {
    analytic: [...(along?.analytic ?? [])],
    numeric: [...(along?.numeric ?? [])],
    error: [...(along?.error ?? [])],
  };
  for (let i = offset; i < offset + length; i++) {
    const measured = verdict[i] === "pass" || verdict[i] === "wrong" || verdict[i] === "inconclusive";
    if (!measured || Number.isNaN(numeric[i])) continue;
    judged.analytic.push(analytic[i]);
    judged.numeric.push(numeric[i]);
    judged.error.push(error[i]);
  }
  return judged;
}

/** Whether an entry passed by the slopes along directions that it is part of. */
const isUnmeasured = ({ verdict, numeric }: Survey, i: number) =>
  verdict[i] === "pass" && Number.isNaN(numeric[i]);

/** The distance from the numeric value, in units of what a right gradient may be away from it. */
export function badness(survey: Survey, i: number, threshold: number): number {
  const { analytic, numeric, error, verdict } = survey;
  if (verdict[i] === "skipped" || isUnmeasured(survey, i)) return -1;
  const distance = Math.abs(analytic[i] - numeric[i]);
  if (!Number.isFinite(distance)) return verdict[i] === "wrong" ? Number.POSITIVE_INFINITY : 0;
  const allowed = threshold * Math.max(Math.abs(analytic[i]), Math.abs(numeric[i])) + error[i];
  const rank = verdict[i] === "wrong" ? 1e9 : verdict[i] === "inconclusive" ? 1e6 : 1;
  return distance === 0 ? 0 : (rank * distance) / allowed;
}

function verdictOf(
  { wrong, inconclusive, passed, kink, skipped, entries }: Counts,
  openKinks: number,
): TensorReport["verdict"] {
  if (skipped === entries && entries > 0) return "skipped";
  if (wrong > 0) return "fail";
  if (inconclusive > 0) return "inconclusive";
  return passed + kink > openKinks || entries === 0 ? "pass" : "inconclusive";
}

/** Which of `length` entries have the highest ranks from 0 on, the first of equals first; as many as are shown. */
function highest(length: number, rankOf: (k: number) => number): number[] {
  const ranked: { k: number; rank: number }[] = [];
  for (let k = 0; k < length; k++) {
    const rank = rankOf(k);
    if (!(rank >= 0) || (ranked.length === shown && rank <= ranked[shown - 1].rank)) continue;
    let place = ranked.length;
    while (place > 0 && ranked[place - 1].rank < rank) place--;
    ranked.splice(place, 0, { k, rank });
    ranked.length = Math.min(ranked.length, shown);
  }
  return ranked.map(({ k }) => k);
}

export function reportTensor(
  survey: Survey,
  slice: Slice,
  threshold: number,
  judged = judgedValues(survey, slice),
): TensorReport {
  const { analytic, numeric, error, step, verdict } = survey;
  const { name, offset, length } = slice;
  const shape = [...slice.shape];
  const counts = countVerdicts(verdict.slice(offset, offset + length));

  let detectionLimit = 0;
  let measured = true;
  for (let i = offset; i < offset + length; i++) {
    if (verdict[i] !== "pass") continue;
    measured &&= !isUnmeasured(survey, i);
    const size = Math.abs(Number.isNaN(numeric[i]) ? analytic[i] : numeric[i]);
    if (size > 0) detectionLimit = Math.max(detectionLimit, threshold + (2 * error[i]) / size);
  }

  const worst = highest(length, (k) => badness(survey, offset + k, threshold)).map((k): EntryReport => {
    const i = offset + k;
    return {
      index: indexOf(k, shape),
      verdict: verdict[i],
      analytic: analytic[i],
      numeric: numeric[i],
      error: error[i],
      step: step[i],
    };
  });
  const column = (values: Float64Array) => Array.from(values.subarray(offset, offset + length));
  const listed = length <= mostEntries && measured;
  const blocks = listed ? [] : blocksOf(shape, (k) => badness(survey, offset + k, threshold));
  return {
    name,
    shape,
    verdict: verdictOf(counts, countOpenKinks(survey, slice)),
    ratio: ratioOf(judged.numeric, judged.analytic),
    threshold,
    counts,
    detectionLimit,
    worst,
    diagnoses: [],
    ...(listed
      ? {
          entries: {
            analytic: column(analytic),
            numeric: column(numeric),
            error: column(error),
            verdict: verdict.slice(offset, offset + length),
          },
        }
      : {
          blocks: {
            place: blocks,
            analytic: blocks.map((k) => analytic[offset + k]),
            numeric: blocks.map((k) => numeric[offset + k]),
            error: blocks.map((k) => error[offset + k]),
            verdict: blocks.map((k) => verdict[offset + k]),
          },
        }),
  };
}
