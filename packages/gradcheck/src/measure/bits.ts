// Random bits by the hand: one number of a stream is enough for 32 of them.
import type { Rng } from "@nudge/core";

/** 32 random bits. */
export const randomBits = (stream: Rng): number => Math.floor(stream.uniform() * 2 ** 32) | 0;

/** Gives random signs. */
export function signsOf(stream: Rng): () => 1 | -1 {
  let bits = 0;
  let left = 0;
  return () => {
    if (left === 0) {
      bits = randomBits(stream);
      left = 32;
    }
    left--;
    const sign = bits & 1 ? 1 : -1;
    bits >>>= 1;
    return sign;
  };
}
