// How large each output becomes far around the point. One that does not change by a bit may be a sum of numbers as large
// as that, which cancel: then it is rounded as they are.
import type { Rng } from "@nudge/core";
import { DirectionLine } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";
import { scramble, signsAndHalves } from "./direction.ts";

/** How far along each direction, one way and the other: an output may grow one way alone. */
const distances = [
  [1, -2],
  [4, -8],
  [16, -16],
];

/** The largest size of each of `outputs` entries at random points around θ, as far as it is finite; entries move by `sizes`. */
export function measurePeaks(
  evaluator: Evaluator,
  sizes: Float64Array,
  outputs: number,
  stream: Rng,
): Float64Array {
  const { theta } = evaluator;
  const peaks = new Float64Array(outputs);
  const row = new Float64Array(outputs);
  for (const both of distances) {
    const direction = sizes.slice();
    scramble(direction, signsAndHalves, stream);
    theta.along(new DirectionLine(theta.values, 0, direction), (to) => {
      for (const distance of both) {
        to(distance);
        evaluator.evaluate(row);
        for (const [i, y] of row.entries())
          if (Number.isFinite(y)) peaks[i] = Math.max(peaks[i], Math.abs(y));
      }
    });
  }
  return peaks;
}
