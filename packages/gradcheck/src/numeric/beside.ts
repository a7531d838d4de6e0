// Where several kinks meet, as in a relu network at a row of zeros, backprop takes a side of each, and the mix need not
// lie between the slopes to the left and to the right. Beside the point the kinks come apart and the slopes are plain:
// sums of what some of the kinks add. Who is right there is not to blame for the mix.
import type { Rng, Slice } from "@nudge/core";
import { jitter } from "./jitter.ts";
import { EntryLine } from "./line.ts";
import type { Meter } from "./meter.ts";
import { relativeStep, rootMeanSquare, scaleOf } from "./step.ts";

const samples = 16;
/** So many of them may have a kink within their step, which is nobody's fault. */
const excused = 4;
/** How far beside, as a share of each entry: many of the steps with which slopes are measured. */
const distance = 2 ** -10;

/** An entry that is accused, with the gradient at the point, and the slopes beside it. */
interface Accused {
  readonly index: number;
  readonly analytic: number;
  readonly slopes: number[];
  wrong: number;
}

/**
 * Which of the entries have a gradient that is right beside θ, and at θ one that a mix of the slopes there can be.
 * `gradientHere` gives the gradient at θ as it stands, and undefined where the subject throws.
 */
export function acquittedBeside(
  meter: Meter,
  theta: Float64Array,
  analytic: Float64Array,
  entries: readonly number[],
  slices: readonly Slice[],
  gradientHere: () => Float64Array | undefined,
  stream: Rng,
): number[] {
  const origin = theta.slice();
  const scale = (index: number) => {
    const { offset, length } = slices.findLast((slice) => slice.offset <= index) as Slice;
    return scaleOf(origin[index], rootMeanSquare(origin.subarray(offset, offset + length)));
  };
  let accused = entries.map((index): Accused => ({ index, analytic: analytic[index], slopes: [], wrong: 0 }));
  for (let sample = 0; sample < samples && accused.length > 0; sample++) {
    theta.set(jitter(origin, slices, stream, distance));
    const gradient = gradientHere();
    for (const entry of accused) {
      const g = gradient?.[entry.index] ?? Number.NaN;
      const line = new EntryLine(theta, entry.index, scale(entry.index));
      const { slope, noise } = meter.level(line, line.scale * relativeStep);
      entry.slopes.push(slope);
      const right = Math.abs(slope - g) <= distance * Math.max(Math.abs(slope), Math.abs(g)) + noise;
      if (!right) entry.wrong++;
    }
    accused = accused.filter(({ wrong }) => wrong <= excused);
  }
  theta.set(origin);
  return accused.filter(isMix).map(({ index }) => index);
}

/**
 * Whether the gradient can be a mix of more than two slopes. Beside one kink there are just two, and what is not
 * between them is wrong; of many, those that are seen do not reach as far as all could together.
 */
function isMix({ analytic, slopes }: Accused): boolean {
  const [least, greatest] = [Math.min(...slopes), Math.max(...slopes)];
  const range = greatest - least;
  const near = range / 64;
  const many = slopes.some((slope) => slope - least > near && greatest - slope > near);
  return many && least - range <= analytic && analytic <= greatest + range;
}
