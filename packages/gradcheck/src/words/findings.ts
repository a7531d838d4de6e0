// What a check notices besides the values of single entries.
import type { Finding, FindingKind } from "./report.ts";

/** All kinds, as the schema of reports lists them. */
export const findingKinds: readonly FindingKind[] = [
  "shape",
  "missing",
  "extra",
  "non-finite",
  "nondeterministic-forward",
  "nondeterministic-backward",
  "stale",
  "accumulates",
  "mutates-input",
  "mutates-upstream",
  "ignores-upstream",
  "second-point",
  "ignores-values",
  "batch-size",
  "throws",
  "joint-kink",
  "asymmetric",
  "throws-sometimes",
  "aliases",
  "special-point",
  "declaration",
  "degenerate",
  "edge",
  "low-precision",
];

/** Where a finding is: a tensor, or an entry of it. */
interface Where {
  readonly tensor?: string;
  readonly index?: number[];
}

/** A finding that fails the check. */
export function failure(kind: FindingKind, message: string, where: Where = {}): Finding {
  return { kind, severity: "failure", ...where, message };
}

export const isFailure = ({ severity }: Finding): boolean => severity === "failure";

/** A failure of one of these kinds as a note that says that it was allowed; any other finding as it is. */
export function allowing(kinds: readonly FindingKind[], finding: Finding): Finding {
  return isFailure(finding) && kinds.includes(finding.kind)
    ? { ...finding, severity: "note", allowed: true }
    : finding;
}

/** A finding that does not fail the check. */
export function note(kind: FindingKind, message: string, where: Where = {}): Finding {
  return { kind, severity: "note", ...where, message };
}
