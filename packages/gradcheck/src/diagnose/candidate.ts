// What a hypothesis offers: explanations, each with a claim by which it can be judged.
import type { DiagnosisKind } from "../words/report.ts";
import type { PartClaim } from "./claims/part.ts";
import type { RegionClaim } from "./claims/region.ts";
import type { ValueClaim } from "./claims/value.ts";
import type { Evidence } from "./evidence/evidence.ts";

export type Candidate = (ValueClaim | PartClaim | RegionClaim) & {
  readonly kind: DiagnosisKind;
  readonly message: string;
  readonly factor?: number;
};

/** One kind of mistake: the ways in which it may have been made, of which the first that is convincing counts. */
export type Hypothesis = (evidence: Evidence) => Iterable<Candidate>;
