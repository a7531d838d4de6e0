// From the tensors and findings to the verdict of the check. Nothing verified is never a pass.
import type { Slice } from "@nudge/core";
import { countVerified, type Survey } from "../judge/survey.ts";
import { isFailure } from "../words/findings.ts";
import type { Finding, TensorReport, Verdict } from "../words/report.ts";

/**
 * Whether nothing was verified of a tensor and nothing speaks against it: its gradient agrees with slopes that are
 * little more than noise, or it lies at kinks where no one can tell.
 */
export function isUnverified(
  { verdict, analytic, numeric, error, unverified }: Survey,
  { offset, length }: Slice,
): boolean {
  const open = new Set(unverified);
  let any = false;
  for (let i = offset; i < offset + length; i++) {
    if (verdict[i] === "pass" && error[i] === 0) continue;
    const isBelowNoise = verdict[i] === "unmeasurable" && Math.abs(analytic[i] - numeric[i]) <= 2 * error[i];
    if (!isBelowNoise && !open.has(i)) return false;
    any = true;
  }
  return any;
}

export function decide(
  tensors: readonly TensorReport[],
  findings: readonly Finding[],
  survey: Survey,
  slices: readonly Slice[],
): Verdict {
  if (findings.some(isFailure)) return "fail";
  if (tensors.some(({ verdict }) => verdict === "fail")) return "fail";
  if (slices.every((slice) => countVerified(survey, slice) === 0)) return "inconclusive";
  // What nothing speaks against does no harm beside tensors that were verified.
  const unsure = tensors.some(
    ({ verdict }, k) => verdict === "inconclusive" && !isUnverified(survey, slices[k]),
  );
  return unsure ? "inconclusive" : "pass";
}
