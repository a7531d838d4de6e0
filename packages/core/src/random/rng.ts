import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { JumpableRandomGenerator } from "pure-rand/types/JumpableRandomGenerator";
import { refusal } from "../arguments/refusal.ts";
import { splitmix64 } from "./splitmix64.ts";

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

/**
 * A stream of random numbers from a whole number, of either sign and at most 2^53: xoroshiro128+, its state filled from
 * the seed by SplitMix64, so that neighbouring seeds give unrelated streams. Not for cryptography.
 *
 * Source: Blackman and Vigna, Scrambled linear pseudorandom number generators, 2021.
 * @throws if the seed is not a whole number within those bounds.
 * @example
 * import { rng } from "@nudge/core";
 * const dice = rng(42);
 * console.log(dice.integer(6), dice.integer(6), dice.integer(6)); // 5 2 2
 */
export function rng(seed: number): Rng {
  if (!Number.isInteger(seed)) throw refusal("rng", "expected a whole number as seed", seed);
  if (Math.abs(seed) > 2 ** 53) throw refusal("rng", "expected a seed from -2^53 to 2^53", seed);
  return stream(Math.floor(seed / 2 ** 32) | 0, seed | 0);
}

/** The stream that belongs to 64 bits. Its state is never all zero, since no output of SplitMix64 repeats the last. */
function stream(high: number, low: number): Rng {
  return new Xoroshiro128Plus(xoroshiro128plusFromState(splitmix64(high, low, 2)));
}

/** Where a stream of `rng` stands: four whole numbers of 32 bits, from which `rngAt` goes on. */
export function stateOf(stream: Rng): readonly number[] {
  if (stream instanceof Xoroshiro128Plus) return stream.state();
  throw refusal("stateOf", "expected a stream of rng", stream);
}

/** Whether a stream may stand there. One of zeros would stay there for ever. */
export const isState = (state: unknown): state is readonly number[] =>
  Array.isArray(state) && state.length === 4 && state.every((k) => k === (k | 0)) && state.some(Boolean);

/** The stream that stands where `state` says. */
export const rngAt = (state: readonly number[]): Rng =>
  new Xoroshiro128Plus(xoroshiro128plusFromState(state));

class Xoroshiro128Plus implements Rng {
  private readonly generator: JumpableRandomGenerator;

  constructor(generator: JumpableRandomGenerator) {
    this.generator = generator;
  }

  // The high bits of each draw: the lowest ones of xoroshiro128+ are a linear recurrence.
  uniform(): number {
    const high = this.generator.next() >>> 5;
    const low = this.generator.next() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  // Ratio of uniforms (Kinderman and Monahan, 1977): v / u is normal where v² <= -4 u² log u. JavaScript engines differ
  // in the last bit of a logarithm; here it only accepts or rejects, so that the numbers are the same everywhere.
  normal(): number {
    for (;;) {
      const u = 1 - this.uniform();
      const v = (2 * this.uniform() - 1) * NORMAL_HEIGHT;
      const x = v / u;
      if (x * x <= -4 * Math.log(u)) return x;
    }
  }

  // `below` buckets of equal size among the 2^53 values of a draw; what is left over is drawn again.
  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 53)
      throw refusal("integer", "expected a whole number from 1 to 2^53", below);
    const bucket = Math.floor(2 ** 53 / below);
    for (;;) {
      const value = Math.floor((this.uniform() * 2 ** 53) / bucket);
      if (value < below) return value;
    }
  }

  // Fisher and Yates' shuffle, inside out: i goes to one of the first i + 1 places, and what stood there to place i.
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0) throw refusal("permutation", "expected a whole number", n);
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const j = this.integer(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  fork(): Rng {
    return stream(this.generator.next(), this.generator.next());
  }

  clone(): Rng {
    return new Xoroshiro128Plus(this.generator.clone());
  }

  state(): readonly number[] {
    return this.generator.getState();
  }
}

/** max |v| of the region of acceptance, at u = 1 / sqrt(e). */
const NORMAL_HEIGHT = Math.sqrt(2 / Math.E);
