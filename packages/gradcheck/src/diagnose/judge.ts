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

/** What a hypothesis says of a tensor: its first candidate that is convincing. */
export function judge(hypothesis: Hypothesis, evidence: Evidence): Diagnosis | undefined {
  for (const candidate of hypothesis(evidence)) {
    const unexplained = unexplainedBy(candidate, evidence);
    if (unexplained === undefined) continue;
    const { kind, factor, message } = candidate;
    return { kind, ...(factor !== undefined && { factor }), unexplained, message };
  }
  return undefined;
}
