// Libraries that draw from Math.random can be run again with the same numbers: for as long as a pass runs, it draws from a stream.
import type { Rng } from "@nudge/core";

/** Runs `pass` with `Math.random` drawing from a stream, and puts it back, also when the pass throws. */
export function withRandomFrom<T>(stream: Rng, pass: () => T): T {
  const { random } = Math;
  Math.random = () => stream.uniform();
  try {
    return pass();
  } finally {
    Math.random = random;
  }
}
