// Random directions through θ: each entry moves by a power of two near its own size, or near that of its tensor, times a
// random factor, so that short steps along them are exact.
import type { Rng, Slice } from "@nudge/core";
import { DirectionLine } from "../sandbox/line.ts";
import type { Vector } from "../sandbox/vector.ts";
import { powerOfTwo, rootMeanSquare, scaleOf } from "./step.ts";

/** What entries are multiplied by. */
const signs = [-1, 1];
export const signsAndHalves = [-1, -0.5, 0.5, 1];

/** Multiplies each entry by one of `factors`, two or four of them, drawn at random. */
export function scramble(entries: Float64Array, factors: readonly number[], stream: Rng): void {
  const width = Math.log2(factors.length);
  const last = factors.length - 1;
  // One number of the stream is enough for 32 bits.
  const perDraw = 32 / width;
  let bits = 0;
  for (let i = 0; i < entries.length; i++, bits >>>= width) {
    if (i % perDraw === 0) bits = Math.floor(stream.uniform() * 2 ** 32) | 0;
    entries[i] *= factors[bits & last];
  }
}

/** The size of each entry, or that of its tensor for a zero, as a power of two. */
function sizesOf(values: Float64Array): Float64Array {
  const rms = rootMeanSquare(values);
  return values.map((x) => powerOfTwo(Math.abs(x) || rms));
}

/** All of θ at once, in random signs; `fixed` tensors stay. */
export function wholeDirection(
  theta: Vector,
  slices: readonly Slice[],
  fixed: ReadonlySet<string>,
  stream: Rng,
): DirectionLine {
  const direction = new Float64Array(theta.length);
  for (const { name, offset, length } of slices)
    if (!fixed.has(name)) direction.set(sizesOf(theta.slice(offset, offset + length)), offset);
  scramble(direction, signs, stream);
  return new DirectionLine(theta, 0, direction);
}

/** As which part of its scale each of so many entries moves, so that together they move about as far as one. */
export const partOf = (moving: number) => powerOfTwo(1 / Math.sqrt(moving));

/**
 * A direction in which `most` entries of a tensor at most, drawn at random, move together as far as one of them does alone:
 * each by its scale, and up its gradient. Where signs are random, slopes may add up to 0: those of a softmax, where all
 * logits move alike, and nothing is seen of a function that does vary. What has no gradient moves at random.
 */
export function tensorDirection(
  theta: Vector,
  { offset, length }: Slice,
  gradient: Float64Array,
  stream: Rng,
  most: number,
): DirectionLine {
  const values = theta.slice(offset, offset + length);
  const rms = rootMeanSquare(values);
  const moving = Math.min(most, length);
  const drawn = new Float64Array(moving).fill(1);
  scramble(drawn, signs, stream.fork());
  const direction = new Float64Array(length);
  for (const [k, sign] of drawn.entries()) {
    const i = moving === length ? k : stream.integer(length);
    direction[i] = (Math.sign(gradient[offset + i]) || sign) * scaleOf(values[i], rms) * partOf(moving);
  }
  return new DirectionLine(theta, offset, direction);
}

/**
 * A direction through tensors in which no two terms of a gradient cancel, as signs drawn at random make equal slopes do:
 * all go up. What has no gradient moves at random. All together move about as far as one entry does.
 */
export function upwardDirection(
  theta: Vector,
  slices: readonly Slice[],
  gradient: Float64Array,
  stream: Rng,
): DirectionLine {
  const offset = Math.min(...slices.map((slice) => slice.offset));
  const direction = new Float64Array(
    Math.max(...slices.map((slice) => slice.offset + slice.length)) - offset,
  );
  let moving = 0;
  for (const slice of slices) {
    direction.set(sizesOf(theta.slice(slice.offset, slice.offset + slice.length)), slice.offset - offset);
    moving += slice.length;
  }
  scramble(direction, signsAndHalves, stream);
  const factor = powerOfTwo(1 / Math.sqrt(moving));
  const up = direction.map((move, i) => factor * (Math.sign(gradient[offset + i]) * Math.abs(move) || move));
  return new DirectionLine(theta, offset, up);
}
