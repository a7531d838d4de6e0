// What stands in the place of a ratio where there is none, in the same words in every view of a report.
import { count, listWords } from "./describe.ts";
import type { GradcheckReport, TensorReport } from "./report.ts";

/** Whether a ratio says anything: 0 may also mean that there was nothing to compare. */
export const isMeasured = ({ ratio, counts }: Pick<TensorReport, "ratio" | "counts">): boolean =>
  ratio !== 0 || counts.passed + counts.wrong > 0;

/** Whether a tensor has no gradient to compare with its slopes: none came, or one of another shape. */
export const lacksGradient = ({ findings }: GradcheckReport, { name }: Pick<TensorReport, "name">): boolean =>
  findings.some(({ kind, tensor }) => tensor === name && (kind === "missing" || kind === "shape"));

/** Why a report has no ratio; undefined where it has one. */
export function whyNoRatio(report: GradcheckReport): string | undefined {
  const { ratio, counts, unverified, tensors } = report;
  if (Number.isNaN(ratio)) {
    const unread = tensors.filter((tensor) => lacksGradient(report, tensor)).map(({ name }) => name);
    if (unread.length === 0) return "not every gradient is a number";
    const names = unread.length > 3 ? count(unread.length, "tensor") : listWords(unread);
    return `${names} ${unread.length > 1 ? "have" : "has"} no gradient to compare`;
  }
  if (isMeasured({ ratio, counts })) return undefined;
  const checked = counts.entries - counts.skipped;
  if (checked === 0) return counts.skipped > 0 ? "nothing was left to check" : "there is nothing to check";
  return counts.kink === checked && unverified === 0
    ? "every entry lies at a kink, with a valid subgradient"
    : "nothing could be measured";
}
