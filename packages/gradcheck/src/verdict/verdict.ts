// From the tensors and findings to the verdict of the check. Nothing verified is never a pass.
import type { Survey } from "../numeric/survey.ts";
import type { Finding, TensorReport, Verdict } from "../report/report.ts";

/** Whether an entry of a survey was seen to be right, and not only to be nothing where nothing was. */
function isVerified(survey: Survey, i: number): boolean {
  return survey.verdict[i] === "kink" || (survey.verdict[i] === "pass" && survey.numeric[i] !== 0);
}

export function decide(
  tensors: readonly TensorReport[],
  findings: readonly Finding[],
  survey: Survey,
): Verdict {
  if (findings.some(({ severity }) => severity === "failure")) return "fail";
  if (tensors.some(({ verdict }) => verdict === "fail")) return "fail";
  if (!survey.verdict.some((_, i) => isVerified(survey, i))) return "inconclusive";
  // A tensor below the noise is consistent with it, and does no harm beside tensors that were verified.
  const unsure = ({ verdict, counts }: TensorReport) => verdict === "inconclusive" && counts.inconclusive > 0;
  return tensors.some(unsure) ? "inconclusive" : "pass";
}
