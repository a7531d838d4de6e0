// Another point near the given one. Entries move by up to a tenth of themselves, so that they keep their sign and stay
// where a function is defined; a tensor that is all zero moves by up to a tenth to both sides.
import type { Rng, Slice } from "@nudge/core";

const reach = 0.1;

export function jitter(theta: Float64Array, slices: readonly Slice[], stream: Rng): Float64Array {
  const moved = theta.slice();
  for (const { offset, length } of slices) {
    const zero = theta.subarray(offset, offset + length).every((x) => x === 0);
    for (let i = offset; i < offset + length; i++) {
      const share = reach * (2 * stream.uniform() - 1);
      moved[i] += zero ? share : theta[i] * share;
    }
  }
  return moved;
}
