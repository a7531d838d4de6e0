// Values that are all float32 numbers in a float64 pass: right, but coarser than they could be.
import type { Slice } from "@nudge/core";
import type { Noise } from "../measure/noise.ts";
import { note } from "../words/findings.ts";
import { norm } from "../words/ratio.ts";
import type { Finding } from "../words/report.ts";

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

/** Notes an output that is known to fewer digits than float64 has. */
export function probeNoise(noise: Noise, output: Float64Array): Finding[] {
  const name = nameNoise(noise, output);
  if (name === undefined) return [];
  return [
    note("low-precision", `${name}, which blurs every numeric slope: a check in full float64 sees more`),
  ];
}

/** Notes the tensors whose gradient passed in all entries, and holds nothing but float32 numbers. */
export function probeRounding(
  gradient: Float64Array,
  slices: readonly Slice[],
  passed: (entry: number) => boolean,
): Finding[] {
  const isRounded = ({ offset, length }: Slice) => {
    let isLong = false;
    for (let i = offset; i < offset + length; i++) {
      if (!passed(i) || !isSingle(gradient[i])) return false;
      isLong ||= !isShort(gradient[i]);
    }
    return isLong;
  };
  return slices
    .filter(isRounded)
    .map(({ name }) =>
      note("low-precision", `the gradient of ${name} is rounded to float32`, { tensor: name }),
    );
}
