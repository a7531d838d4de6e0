// Values that are all float32 numbers in a float64 pass: right, but coarser than they could be.
import type { Slice } from "@nudge/core";
import type { Survey } from "../numeric/survey.ts";
import type { Finding } from "../report/report.ts";
import { note } from "./context.ts";

const isSingle = (x: number) => Math.fround(x) === x;

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
    let rounded = 0;
    for (let i = offset; i < offset + length; i++) {
      const { analytic, numeric, error } = survey;
      // A number that the float64 slope tells from its float32 neighbour, and that is a float32 number all the same.
      if (!isSingle(analytic[i])) rounded = Number.NEGATIVE_INFINITY;
      else if (Math.abs(analytic[i] - numeric[i]) > 2 * error[i] && analytic[i] !== 0) rounded++;
    }
    if (rounded > 0)
      findings.push(note("low-precision", `the gradient of ${name} is rounded to float32`, { tensor: name }));
  }
  return findings;
}
