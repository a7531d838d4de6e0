// Random bits by the hand: one number of the stream is enough for 32 of them.
import type { Rng } from "@nudge/core";

/** Gives `width` random bits at each call, as a whole number. */
export function bitsOf(stream: Rng, width: 1 | 2): () => number {
  const mask = (1 << width) - 1;
  let bits = 0;
  let left = 0;
  return () => {
    if (left === 0) {
      bits = Math.floor(stream.uniform() * 2 ** 32) | 0;
      left = 32;
    }
    const taken = bits & mask;
    bits >>>= width;
    left -= width;
    return taken;
  };
}
