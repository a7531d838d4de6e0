// What a check notices besides the values of single entries.
import type { Finding, FindingKind } from "./report.ts";

/** Where a finding is: a tensor, or an entry of it. */
interface Where {
  readonly tensor?: string;
  readonly index?: number[];
}

/** A finding that fails the check. */
export function failure(kind: FindingKind, message: string, where: Where = {}): Finding {
  return { kind, severity: "failure", ...where, message };
}

/** A finding that does not fail the check. */
export function note(kind: FindingKind, message: string, where: Where = {}): Finding {
  return { kind, severity: "note", ...where, message };
}
