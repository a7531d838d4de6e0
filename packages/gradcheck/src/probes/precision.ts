// Values that are all float32 numbers in a float64 pass: right, but coarser than they could be.
import type { Slice } from "@nudge/core";
import type { Survey } from "../judge/survey.ts";
import type { Noise } from "../measure/noise.ts";
import { norm } from "../words/ratio.ts";
import type { Finding } from "../words/report.ts";
import { note } from "./context.ts";

const isSingle = (x: number) => Math.fround(x) === x;
/** Whether a number would be a float32 number anyway, having few digits. */
const isShort = (x: number) =>
  x === 0 || Number((x / 2 ** Math.floor(Math.log2(Math.abs(x)))) * 2 ** 12) % 1 === 0;

/** Noise above this share of the output is more than float64 arithmetic makes. */
const coarse = 1e-12;

/** What the noise of the output says of how it was computed. */
function nameNoise({ sigma, unit }: Noise, output: Float64Array): string | undefined {
  if (unit > coarse) return "the output is rounded to float32";
  const share = norm(sigma) / norm(output);
  // An output of 0 has no size to compare with.
  if (!(share > coarse && Number.isFinite(share))) return undefined;
  const likely =
    share > 1e-9 && share < 1e-6
      ? "float32 inside, or an iterative solver"
      : "an iterative solver, a table, or a loss of digits";
  return `the output has noise of ${share.toExponential(0)} of its size (${likely})`;
}

export function probePrecision(
  survey: Survey,
  slices: readonly Slice[],
  noise: Noise,
  output: Float64Array,
): Finding[] {
  const findings: Finding[] = [];
  const name = nameNoise(noise, output);
  if (name !== undefined)
    findings.push(
      note("low-precision", `${name}, which blurs every numeric slope: a check in full float64 sees more`),
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
