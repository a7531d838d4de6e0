// The one judge of explanations: it speaks for those that leave next to nothing of the error, and that chance does not
// explain as well.
import type { Diagnosis } from "../words/report.ts";
import type { Candidate, Hypothesis } from "./candidate.ts";
import { shareOfParts } from "./claims/part.ts";
import { isNoChance, shareOutside } from "./claims/region.ts";
import { compare, enoughWeight, mostUnexplained } from "./claims/value.ts";
import type { Evidence } from "./evidence/evidence.ts";

/** The share of the error that a candidate leaves; undefined where that is too much, or may be so by chance. */
function unexplainedBy(candidate: Candidate, evidence: Evidence): number | undefined {
  const { tensor } = evidence;
  if ("value" in candidate) {
    const { unexplained, weight } = compare(tensor, candidate);
    return unexplained <= mostUnexplained && weight >= enoughWeight ? unexplained : undefined;
  }
  if ("part" in candidate) {
    const parts = evidence.parts();
    const unexplained = parts && shareOfParts(parts, candidate);
    return unexplained !== undefined && unexplained <= mostUnexplained ? unexplained : undefined;
  }
  const unexplained = shareOutside(tensor, candidate.inside);
  return unexplained <= mostUnexplained && isNoChance(evidence, candidate) ? unexplained : undefined;
}

/** What a hypothesis says of a tensor: its first candidate that is convincing. Yields after each that is not. */
export function* judgeInSteps(
  hypothesis: Hypothesis,
  evidence: Evidence,
): Generator<void, Diagnosis | undefined> {
  for (const candidate of hypothesis(evidence)) {
    const unexplained = unexplainedBy(candidate, evidence);
    if (unexplained !== undefined) {
      const { kind, factor, message } = candidate;
      return { kind, ...(factor !== undefined && { factor }), unexplained, message };
    }
    yield;
  }
  return undefined;
}

/** The same at once. */
export function judge(hypothesis: Hypothesis, evidence: Evidence): Diagnosis | undefined {
  const steps = judgeInSteps(hypothesis, evidence);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
