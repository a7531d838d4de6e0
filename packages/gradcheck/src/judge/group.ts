// What is drawn: a group of entries of one tensor that move together, each by a random share of its own scale. One slope
// along it tests all of them at once.
// Source: R. Dorfman, "The detection of defective members of large populations", Ann. Math. Statist. 14 (1943).
import type { Rng } from "@nudge/core";
import { scramble } from "../measure/direction.ts";
import { powerOfTwo, scaleOf } from "../measure/step.ts";
import { DirectionLine } from "../sandbox/line.ts";
import type { Vector } from "../sandbox/vector.ts";

export interface Group {
  /** Their places in θ, in rising order. */
  readonly entries: Int32Array;
  /** How far each moves in a step of 1. */
  readonly moves: Float64Array;
  /** The share of its scale by which each moves, a random factor aside. */
  readonly share: number;
}

/**
 * Random signs, and sizes from 1/2 to 1. Of signs alone, equal terms would add up to 0 all too often; in 8 bits, short steps
 * are exact.
 */
const factors = Array.from({ length: 256 }, (_, k) => (k < 128 ? 1 : -1) * (1 / 2 + (k % 128) / 256));

/** The share with which so many entries, of random signs, move as far as one of them would. */
export const shareOf = (entries: number) => powerOfTwo(1 / Math.sqrt(entries));

/** A group of entries of a tensor with this root mean square. */
export function drawGroup(theta: Vector, entries: Int32Array, rms: number, stream: Rng): Group {
  const share = shareOf(entries.length);
  const moves = Float64Array.from(entries, (i) => scaleOf(theta[i], rms) * share);
  scramble(moves, factors, stream);
  return { entries, moves, share };
}

/** The group with signs by which the terms of the slope add up. */
export function uphill({ entries, moves, share }: Group, gradient: Float64Array): Group {
  return { entries, moves: moves.map((d, k) => (d * gradient[entries[k]] < 0 ? -d : d)), share };
}

export function halves({ entries, moves, share }: Group): [Group, Group] {
  const middle = entries.length >> 1;
  return [
    { entries: entries.subarray(0, middle), moves: moves.subarray(0, middle), share },
    { entries: entries.subarray(middle), moves: moves.subarray(middle), share },
  ];
}

/** The line along which a group moves; the entries between stay. */
export function lineOf(theta: Vector, { entries, moves }: Group): DirectionLine {
  const first = entries[0];
  const length = entries[entries.length - 1] - first + 1;
  if (length === entries.length) return new DirectionLine(theta, first, moves);
  const direction = new Float64Array(length);
  for (let k = 0; k < entries.length; k++) direction[entries[k] - first] = moves[k];
  return new DirectionLine(theta, first, direction);
}
