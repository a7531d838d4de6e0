/** A seeded stream of random numbers. The same seed gives the same numbers, for ever. */
export interface Rng {
  /** The next number in [0, 1), with 53 random bits. */
  uniform(): number;
  /** The next standard normal number. */
  normal(): number;
  /** The next whole number in [0, below). */
  integer(below: number): number;
  /** A random order of 0 ... n - 1. */
  permutation(n: number): Int32Array;
  /** A new, independent stream, drawn from this one. */
  fork(): Rng;
  /** A copy that will give the same numbers as this one from here on. */
  clone(): Rng;
}
