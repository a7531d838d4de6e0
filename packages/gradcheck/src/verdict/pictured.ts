// Which entries are drawn at steps of all lengths: the worst one, and a healthy one beside it.
import type { Slice } from "@nudge/core";
import type { Survey } from "../judge/survey.ts";
import type { Threshold } from "../words/settings.ts";
import { badness } from "./tensor.ts";

export interface Pictured {
  readonly slice: Slice;
  /** Its place in θ. */
  readonly entry: number;
  readonly analytic: number;
}

/** The entry of `slices` with the highest rank above 0; the first of equals. */
function highest(
  { analytic }: Survey,
  slices: readonly Slice[],
  rank: (entry: number, slice: Slice) => number,
): Pictured | undefined {
  let best: Pictured | undefined;
  let most = 0;
  for (const slice of slices) {
    for (let entry = slice.offset; entry < slice.offset + slice.length; entry++) {
      const r = rank(entry, slice);
      if (!(r > most)) continue;
      most = r;
      best = { slice, entry, analytic: analytic[entry] };
    }
  }
  return best;
}

/**
 * The worst entry with finite values, and of each tensor the largest entry that passed, that of the same tensor first:
 * one of these is healthy and says most.
 */
export function picturedEntries(
  survey: Survey,
  slices: readonly Slice[],
  threshold: Threshold,
): { worst: Pictured; healthy: Pictured[] } | undefined {
  const { analytic, numeric, verdict } = survey;
  const finite = (i: number) => Number.isFinite(analytic[i]) && Number.isFinite(numeric[i]);
  const worst = highest(survey, slices, (i, slice) =>
    finite(i) ? badness(survey, i, threshold.of(slice)) : 0,
  );
  if (worst === undefined) return undefined;
  const size = (i: number) => (verdict[i] === "pass" && i !== worst.entry ? Math.abs(numeric[i]) : 0);
  const others = slices.filter((slice) => slice !== worst.slice);
  return {
    worst,
    healthy: [worst.slice, ...others].flatMap((slice) => highest(survey, [slice], size) ?? []),
  };
}
