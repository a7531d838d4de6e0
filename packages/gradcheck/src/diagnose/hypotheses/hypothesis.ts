import type { Diagnosis } from "../../words/report.ts";
import type { Evidence } from "../evidence/evidence.ts";

/** One kind of mistake: speaks when it explains the errors of a tensor, and is silent otherwise. */
export type Hypothesis = (evidence: Evidence) => Diagnosis | undefined;
