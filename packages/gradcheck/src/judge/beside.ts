// Where several kinks meet, as in a relu network at a row of zeros, or where values are tied, backprop takes a side of
// each. Beside the point the kinks lie apart, and there is one slope to compare with: a gradient that is wrong there too
// is wrong.
import type { Rng, Slice } from "@nudge/core";
import { jitter } from "../measure/jitter.ts";
import type { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";

/** So many points beside θ are looked at, at each of two distances, shares of each entry. */
const samples = 16;
const distances = [2 ** -10, 2 ** -16];
/** Steps are this share of the distance: few of them cross a kink. */
const stepShare = 2 ** -10;
/** So many of the slopes may be spoilt by a kink all the same. */
const excused = 2;
/** A slope is measured where its noise is up to this share of it. */
const blind = 1 / 4;
/** An error of this share of the slope is one of the gradient; what the step leaves of a curve is less. */
const tolerance = 2 ** -17;

/**
 * Which of the entries have a gradient that is right beside θ. `gradientHere` gives the gradient at θ as it stands, and
 * undefined where the subject throws; `scales` has the scale of each entry of θ.
 */
export function rightBeside(
  meter: Meter,
  entries: readonly number[],
  slices: readonly Slice[],
  scales: Float64Array,
  gradientHere: () => Float64Array | undefined,
  stream: Rng,
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
          const line = new EntryLine(meter.theta, index, scales[index]);
          const { slope, noise } = meter.level(line, line.scale * distance * stepShare);
          const size = Math.max(Math.abs(slope), Math.abs(g));
          // A slope that is lost in noise speaks for no gradient.
          const allowed = noise <= blind * size ? tolerance * size + noise : 0;
          if (Math.abs(slope - g) <= allowed) continue;
          if (before < excused) wrong.set(index, before + 1);
          else wrong.delete(index);
        }
      });
    }
  }
  return [...wrong.keys()];
}
