// How large each entry of the output becomes far around the base: where it does not change by a bit, its rounding may
// still be that of such values, which cancelled on the way.
import type { Rng } from "@nudge/core";
import { DirectionLine } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";
import { scramble, signsAndHalves } from "./direction.ts";

/** Along each direction one way, and as far or farther the other way: an output may grow along one of them alone. */
const distances = [
  [1, -2],
  [4, -8],
  [16, -16],
];

/** The largest size of each of `outputs` entries at random points around θ, as far as it is finite; entries move by `sizes`. */
export function measureReach(
  evaluator: Evaluator,
  sizes: Float64Array,
  outputs: number,
  stream: Rng,
): Float64Array {
  const { theta } = evaluator;
  const reach = new Float64Array(outputs);
  const row = new Float64Array(outputs);
  for (const both of distances) {
    const direction = sizes.slice();
    scramble(direction, signsAndHalves, stream);
    theta.along(new DirectionLine(theta.values, 0, direction), (to) => {
      for (const distance of both) {
        to(distance);
        evaluator.evaluate(row);
        for (const [i, y] of row.entries())
          if (Number.isFinite(y)) reach[i] = Math.max(reach[i], Math.abs(y));
      }
    });
  }
  return reach;
}
