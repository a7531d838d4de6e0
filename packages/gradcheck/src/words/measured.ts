// Whether there is a ratio at all, and what is said where there is none.
import type { GradcheckReport, TensorReport } from "./report.ts";

/** Whether a ratio says anything: 0 may also mean that there was nothing to compare. */
export const isMeasured = ({ ratio, counts }: Pick<TensorReport, "ratio" | "counts">): boolean =>
  ratio !== 0 || counts.passed + counts.wrong > 0;

/** Why a check has no ratio. */
export function whyUnmeasured({
  counts,
  unverified,
}: Pick<GradcheckReport, "counts" | "unverified">): string {
  const checked = counts.entries - counts.skipped;
  if (checked === 0) return counts.skipped > 0 ? "nothing was left to check" : "there is nothing to check";
  return counts.kink === checked && unverified === 0
    ? "every entry lies at a kink, with a valid subgradient"
    : "nothing could be measured";
}
