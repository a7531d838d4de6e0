// Where several kinks meet, as in a relu network at a row of zeros, or where values are tied, backprop takes a side of
// each. Beside the point the kinks lie apart, and there is one slope to compare with: a gradient that is wrong there too
// is wrong.
import { jitter } from "../measure/jitter.ts";
import type { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import type { Surroundings } from "./surroundings.ts";

/** So many points beside θ are looked at, at each of two distances, shares of each entry. */
const samples = 16;
const distances = [2 ** -10, 2 ** -16];
/** Steps are this share of the distance: few of them cross a kink. */
const stepShare = 2 ** -10;
/** So many of the slopes may be spoilt by a kink all the same. */
const excused = 2;
/** An error of this share is one of the gradient; what the step leaves of a curve is less. */
const tolerance = 2 ** -17;
/** What seems to be wrong at the point is explained where at most this share of it is wrong, or may be, beside it. */
const left = 1 / 4;

/**
 * Whether a gradient is the slope along a line at θ as it stands, so far that it explains an `error` at the point: such a
 * slope may be small itself, as a sum of parts that cancel there.
 */
export function isRightHere(
  meter: Meter,
  line: EntryLine,
  t: number,
  gradient: number,
  error: number,
): boolean {
  const { slope, noise } = meter.level(line, t);
  const size = Math.max(Math.abs(slope), Math.abs(gradient), error);
  const distance = Math.abs(slope - gradient) - noise;
  return noise <= left * error && distance <= Math.min(tolerance * size, left * error);
}

/** Which of the entries have a gradient that is right beside θ; `errorOf` is how wrong it seems to be at θ itself. */
export function rightBeside(
  meter: Meter,
  entries: readonly number[],
  { scales, slices, stream, gradientHere }: Surroundings,
  errorOf: (entry: number) => number,
): number[] {
  const { theta } = meter.evaluator;
  const origin = theta.values.slice();
  const wrong = new Map(entries.map((index) => [index, 0]));
  for (const distance of distances) {
    for (let sample = 0; sample < samples && wrong.size > 0; sample++) {
      theta.at(jitter(origin, slices, stream, distance), () => {
        const gradient = gradientHere();
        for (const [index, before] of wrong) {
          const g = gradient?.[index] ?? Number.NaN;
          const line = new EntryLine(theta.values, index, scales[index]);
          if (isRightHere(meter, line, line.scale * distance * stepShare, g, errorOf(index))) continue;
          if (before < excused) wrong.set(index, before + 1);
          else wrong.delete(index);
        }
      });
    }
  }
  return [...wrong.keys()];
}
