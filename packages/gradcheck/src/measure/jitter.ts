// Another point near the given one. Entries move by up to `share` of themselves, so that they keep
// their sign and stay where a function is defined; zeros, which have no sign to keep and may lie on a kink, by up to as
// much of the root mean square of their tensor.
import type { Rng, Slice } from "@nudge/core";
import type { Vector } from "../sandbox/vector.ts";
import { rootMeanSquare } from "./step.ts";

export function jitter(theta: Vector, slices: readonly Slice[], stream: Rng, share = 0.1): Float64Array {
  const moved = theta.slice();
  for (const { offset, length } of slices) {
    const rms = rootMeanSquare(theta.slice(offset, offset + length));
    for (let i = offset; i < offset + length; i++) {
      const way = share * (2 * stream.uniform() - 1);
      // There is nothing near -Infinity, as in a mask.
      if (Number.isFinite(theta[i])) moved[i] += (theta[i] || rms) * way;
    }
  }
  return moved;
}
