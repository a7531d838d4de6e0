// Values that are all float32 numbers in a float64 pass: right, but coarser than they could be.
import type { Slice } from "@nudge/core";
import type { Survey } from "../numeric/survey.ts";
import type { Finding } from "../report/report.ts";
import { note } from "./context.ts";

const isSingle = (x: number) => Math.fround(x) === x;
/** Whether a number would be a float32 number anyway, having few digits. */
const isShort = (x: number) =>
  x === 0 || Number((x / 2 ** Math.floor(Math.log2(Math.abs(x)))) * 2 ** 12) % 1 === 0;

export function probePrecision(survey: Survey, slices: readonly Slice[], unit: number): Finding[] {
  const findings: Finding[] = [];
  if (unit > 1e-12)
    findings.push(
      note(
        "low-precision",
        "the output is rounded to float32, which blurs every numeric slope; check in float64 to see more",
      ),
    );
  for (const { name, offset, length } of slices) {
    const { analytic, verdict } = survey;
    let rounded = 0;
    for (let i = offset; i < offset + length; i++) {
      if (verdict[i] !== "pass" || !isSingle(analytic[i])) rounded = Number.NEGATIVE_INFINITY;
      else if (!isShort(analytic[i])) rounded++;
    }
    if (rounded > 0)
      findings.push(note("low-precision", `the gradient of ${name} is rounded to float32`, { tensor: name }));
  }
  return findings;
}
