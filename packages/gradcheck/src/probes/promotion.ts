// What is float32 is checked in float64: of a slope measured in float32, four digits are left.

import type { Subject } from "../subject/subject.ts";
import { note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

export function probePromotion({ promoted }: Subject): Finding[] {
  return promoted
    ? [note("low-precision", "its numbers are float32: the check runs in float64, on the same values")]
    : [];
}
