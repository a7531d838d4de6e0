import { refusal } from "@nudge/core/internal";
import type { GradcheckReport } from "../words/report.ts";

/** Throws when a view is given something else than a report. */
export function expectReport(caller: string, value: GradcheckReport): void {
  const { version, counts, tensors, findings, curves } = Object(value) as Partial<GradcheckReport>;
  const isReport =
    version === 1 && typeof counts === "object" && [tensors, findings, curves].every(Array.isArray);
  if (!isReport) throw refusal(caller, "expected the report of a check", value);
}
