// From the tensors and findings to the verdict of the check. Nothing verified is never a pass.
import type { Slice } from "@nudge/core";
import type { Survey } from "../judge/survey.ts";
import type { Finding, TensorReport, Verdict } from "../words/report.ts";

/** Whether an entry was seen to be right: 0 where the slope is 0 shows nothing. */
function isVerified(survey: Survey, i: number): boolean {
  return survey.verdict[i] === "kink" || (survey.verdict[i] === "pass" && survey.numeric[i] !== 0);
}

/** Whether all that is known of a tensor is that its gradient agrees with slopes that are little more than noise. */
export function isBelowNoise(
  { verdict, analytic, numeric, error }: Survey,
  { offset, length }: Slice,
): boolean {
  let noisy = false;
  for (let i = offset; i < offset + length; i++) {
    if (verdict[i] === "pass" && error[i] === 0) continue;
    if (verdict[i] !== "unmeasurable" || !(Math.abs(analytic[i] - numeric[i]) <= 2 * error[i])) return false;
    noisy = true;
  }
  return noisy;
}

export function decide(
  tensors: readonly TensorReport[],
  findings: readonly Finding[],
  survey: Survey,
  slices: readonly Slice[],
): Verdict {
  if (findings.some(({ severity }) => severity === "failure")) return "fail";
  if (tensors.some(({ verdict }) => verdict === "fail")) return "fail";
  if (!survey.verdict.some((_, i) => isVerified(survey, i))) return "inconclusive";
  // A tensor below the noise is consistent with it, and does no harm beside tensors that were verified.
  const unsure = tensors.some(
    ({ verdict }, k) => verdict === "inconclusive" && !isBelowNoise(survey, slices[k]),
  );
  return unsure ? "inconclusive" : "pass";
}
