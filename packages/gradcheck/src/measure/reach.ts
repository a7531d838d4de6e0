// How large each entry of the output becomes far around the base: where it does not change by a bit, its rounding may
// still be that of such values, which cancelled on the way.
import type { Rng } from "@nudge/core";

/** Along each direction one way, and as far or farther the other way: an output may grow along one of them alone. */
const distances = [
  [1, -2],
  [4, -8],
  [16, -16],
];

/** The largest size of each entry of the output at random points around θ, as far as it is finite. */
export function measureReach(
  evaluate: (into: Float64Array) => void,
  theta: Float64Array,
  scales: Float64Array,
  size: number,
  stream: Rng,
): Float64Array {
  const base = theta.slice();
  const reach = new Float64Array(size);
  const row = new Float64Array(size);
  const direction = new Float64Array(theta.length);
  for (const both of distances) {
    for (let i = 0; i < theta.length; i++) direction[i] = scales[i] * (2 * stream.uniform() - 1);
    for (const distance of both) {
      for (let i = 0; i < theta.length; i++) theta[i] = base[i] + distance * direction[i];
      evaluate(row);
      for (let i = 0; i < size; i++)
        if (Number.isFinite(row[i])) reach[i] = Math.max(reach[i], Math.abs(row[i]));
    }
  }
  theta.set(base);
  return reach;
}
