// Which entries are drawn at steps of all lengths: the worst one, and a healthy one beside it.
import type { Slice } from "@nudge/core";
import type { Survey } from "../numeric/survey.ts";
import type { Curve } from "../report/report.ts";
import { badness } from "./tensor.ts";

export interface Pictured {
  readonly role: Curve["role"];
  readonly slice: Slice;
  /** Its place in θ. */
  readonly entry: number;
}

/** The entry of `slices` with the highest rank above 0; the first of equals. */
function highest(slices: readonly Slice[], rank: (entry: number) => number) {
  let best: { slice: Slice; entry: number } | undefined;
  let most = 0;
  for (const slice of slices) {
    for (let entry = slice.offset; entry < slice.offset + slice.length; entry++) {
      const r = rank(entry);
      if (!(r > most)) continue;
      most = r;
      best = { slice, entry };
    }
  }
  return best;
}

/** The worst entry with finite values, and the largest entry that passed, from the same tensor if it has one. */
export function picturedEntries(survey: Survey, slices: readonly Slice[], threshold: number): Pictured[] {
  const { analytic, numeric, verdict } = survey;
  const finite = (i: number) => Number.isFinite(analytic[i]) && Number.isFinite(numeric[i]);
  const worst = highest(slices, (i) => (finite(i) ? badness(survey, i, threshold) : 0));
  if (worst === undefined) return [];
  const size = (i: number) => (verdict[i] === "pass" && i !== worst.entry ? Math.abs(numeric[i]) : 0);
  const healthy = highest([worst.slice], size) ?? highest(slices, size);
  const pictured: Pictured[] = [{ role: "worst", ...worst }];
  return healthy === undefined ? pictured : [...pictured, { role: "healthy", ...healthy }];
}
