// What a run of checks came to.
import type { GradcheckReport } from "../words/report.ts";

/** What has no report: a file that could not be loaded, or a check that was refused or broke off. */
export interface Fault {
  /** The target or the check, as it is called. */
  readonly name: string;
  /** The file that it is in, where it is in one. */
  readonly file?: string;
  /** What is wrong, and where there is one, the stack. */
  readonly message: string;
}

/** The reports of a run, and what has none. */
export interface Results {
  readonly reports: readonly GradcheckReport[];
  readonly faults: readonly Fault[];
  /** Whether a check that is inconclusive fails nothing. */
  readonly allowInconclusive: boolean;
}

/** Whether a check fails the run: it passed, or could not tell and may. */
export const isFine = (
  { verdict }: GradcheckReport,
  { allowInconclusive }: Pick<Results, "allowInconclusive">,
) => verdict === "pass" || (verdict === "inconclusive" && allowInconclusive);
