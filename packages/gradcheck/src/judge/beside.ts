// Where several kinks meet, as in a relu network at a row of zeros, backprop takes a side of each, and the mix need not
// lie between the slopes to the left and to the right. Beside the point the kinks lie apart, and there is one slope to
// compare with. A gradient that is right there is not called wrong for the mix.
import type { Rng, Slice } from "@nudge/core";
import { jitter } from "../measure/jitter.ts";
import type { Meter } from "../measure/meter.ts";
import { rootMeanSquare, scaleOf } from "../measure/step.ts";
import { EntryLine } from "../sandbox/line.ts";

/** So many points beside θ are looked at, at each of two distances, shares of each entry. */
const samples = 16;
const [far, near] = [2 ** -10, 2 ** -16];
/** Steps are this share of the distance: few of them cross a kink. */
const stepShare = 2 ** -10;
/** So many of the slopes may be spoilt by a kink all the same. */
const excused = 2;

/** An entry that is accused: the gradient at the point, and the slopes beside it. */
interface Accused {
  readonly index: number;
  readonly analytic: number;
  readonly slopes: { readonly [distance: number]: number[] };
  noise: number;
  wrong: number;
}

/**
 * Which of the entries have a gradient that is right beside θ, and at θ one that can be a mix of the slopes there.
 * `gradientHere` gives the gradient at θ as it stands, and undefined where the subject throws.
 */
export function acquittedBeside(
  meter: Meter,
  analytic: Float64Array,
  entries: readonly number[],
  slices: readonly Slice[],
  gradientHere: () => Float64Array | undefined,
  stream: Rng,
): number[] {
  const { theta } = meter.evaluator;
  const origin = theta.values.slice();
  const scale = (index: number) => {
    const { offset, length } = slices.findLast((slice) => slice.offset <= index) as Slice;
    return scaleOf(origin[index], rootMeanSquare(origin.subarray(offset, offset + length)));
  };
  const accuse = (index: number): Accused => {
    return { index, analytic: analytic[index], slopes: { [far]: [], [near]: [] }, noise: 0, wrong: 0 };
  };
  let accused = entries.map(accuse);
  for (const distance of [far, near]) {
    for (let sample = 0; sample < samples && accused.length > 0; sample++) {
      theta.at(jitter(origin, slices, stream, distance), () => {
        const gradient = gradientHere();
        for (const entry of accused) {
          const g = gradient?.[entry.index] ?? Number.NaN;
          const line = new EntryLine(meter.theta, entry.index, scale(entry.index));
          const { slope, noise } = meter.level(line, line.scale * distance * stepShare);
          entry.slopes[distance].push(slope);
          entry.noise = Math.max(entry.noise, noise);
          const right = Math.abs(slope - g) <= far * Math.max(Math.abs(slope), Math.abs(g)) + noise;
          if (!right) entry.wrong++;
        }
      });
      accused = accused.filter(({ wrong }) => wrong <= excused);
    }
  }
  return accused.filter(isMix).map(({ index }) => index);
}

/** How far slopes lie inside of their range: the largest distance from both its ends, but for the excused ones. */
function depthInside(slopes: readonly number[]): number {
  const [least, greatest] = [Math.min(...slopes), Math.max(...slopes)];
  const distances = slopes.map((slope) => Math.min(slope - least, greatest - slope));
  return distances.sort((a, b) => b - a)[excused] ?? 0;
}

/**
 * Whether the gradient can be a mix of the slopes of many kinks. Beside one kink there are two slopes, and what is not
 * between them is wrong; nearer points then agree better with one of the two. Beside many kinks there are slopes in
 * between, however near. Those that were seen need not be the extremes: their range is allowed once more on both sides.
 */
function isMix({ analytic, slopes, noise }: Accused): boolean {
  const many = depthInside(slopes[near]) > Math.max(depthInside(slopes[far]) / 8, 4 * noise);
  const [least, greatest] = [Math.min(...slopes[near]), Math.max(...slopes[near])];
  const range = greatest - least;
  return many && least - range <= analytic && analytic <= greatest + range;
}
