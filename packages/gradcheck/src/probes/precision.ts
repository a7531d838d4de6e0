// How exact the numbers of a subject are, where that is less than float64 could be: it blurs every numeric slope.
import type { Slice } from "@nudge/core";
import { isShort, isSingle } from "../measure/float32.ts";
import type { Noise } from "../measure/noise.ts";
import { note } from "../words/findings.ts";
import { norm } from "../words/ratio.ts";
import type { Finding } from "../words/report.ts";
import { type Settings, thresholds } from "../words/settings.ts";

/** What is known of the precision of a subject before it is run. */
export interface GivenPrecision {
  /** Whether its numbers are float32 outside of the check. */
  readonly promoted?: boolean;
  /** The threshold, unless it depends on what is found. */
  readonly threshold?: Settings["threshold"];
}

/** The slopes that were measured, and their error bars. */
export interface Slopes {
  readonly numeric: Float64Array;
  readonly error: Float64Array;
}

/** Noise above this share of the output is more than float64 arithmetic makes. */
const coarse = 1e-12;
/** The rounding of float32, and somewhat more where it adds up. */
const [leastSingle, mostSingle] = [1e-9, 1e-6];
/** Slopes known no better than this are of no use to any threshold. */
const useless = 0.1;

/** Which share of the slopes their error bars are, for an entry in the middle. */
function usualBar({ numeric, error }: Slopes): number {
  const shares = Array.from(numeric, (slope, i) => error[i] / Math.abs(slope)).filter(Number.isFinite);
  return shares.sort((a, b) => a - b)[shares.length >> 1] ?? Number.NaN;
}

/** Which threshold suits a forward pass that is approximate, where any does. */
function suitable(slopes: Slopes): string {
  const bar = usualBar(slopes);
  if (!(bar > 0 && bar < useless)) return "";
  const power = 10 ** Math.floor(Math.log10(bar));
  const threshold = (Math.ceil(bar / power) * power).toExponential(0);
  return `; slopes are known to ${bar.toExponential(0)} of their size, which threshold: ${threshold} allows for`;
}

/** Notes numbers that are known to fewer digits than float64 has. */
export function probePrecision(
  noise: Noise,
  output: Float64Array,
  slopes: Slopes,
  { promoted, threshold }: GivenPrecision,
): Finding[] {
  const say = (message: string) => [note("low-precision", message)];
  if (noise.isSingle) {
    const { float32, float64 } = thresholds;
    const changed = `; the threshold is ${float32.toExponential(0)} for that, not ${float64.toExponential(0)}`;
    const rounded = "the output is rounded to float32, which blurs every numeric slope";
    return say(
      `${rounded}${typeof threshold === "number" ? "" : changed}: a check in full float64 sees more`,
    );
  }
  const share = norm(noise.sigma) / norm(output);
  // An output of 0 has no size to compare with.
  if (share > coarse && Number.isFinite(share)) {
    const isSingleInside = leastSingle < share && share < mostSingle;
    const likely = isSingleInside
      ? "float32 inside, or an iterative solver"
      : "an iterative solver that stops early, a table, or a loss of digits";
    return say(
      `forward is approximate: its output has noise of ${share.toExponential(0)} of its size (${likely})${suitable(slopes)}`,
    );
  }
  return promoted ? say("its numbers are float32: the check runs in float64, on the same values") : [];
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
