// A smooth piece beside the point that has the gradient which is given at the kinks. Backprop takes a side of each kink; from
// a point that is on all of these sides it says the same, and there forward has a slope to compare with.
import type { Slice } from "@nudge/core";
import type { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { isRightHere } from "./beside.ts";
import { jumpOf, type Sides, sidesAlong } from "./sides.ts";
import type { Surroundings } from "./surroundings.ts";

/** How far the first tensor is moved, as a share of the scale of its entries. */
const first = 2 ** -15;
/** The next one is moved by so much less: what it adds to the inputs of a kink that was left does not lead back there. */
const less = 2 ** -5;
/** A gradient is the slope to a side where it is so close to it, as a share of their difference. */
const close = 2 ** -6;
/** Steps beside the point are this share of the last move: few of them cross a kink. */
const stepShare = 2 ** -6;

/** The way to the side of its kink that has the gradient of an entry: −1, 1, or 0 where there is no kink; else undefined. */
function wayFrom(sides: readonly Sides[], gradient: number): number | undefined {
  const sum = (side: keyof Sides) => sides.reduce((total, one) => total + one[side], 0);
  const { left, right, rounding } = { left: sum("left"), right: sum("right"), rounding: sum("rounding") };
  const jump = jumpOf({ left, right, rounding });
  if (jump === 0) return 0;
  const [toLeft, toRight] = [Math.abs(gradient - left), Math.abs(gradient - right)];
  if (Math.min(toLeft, toRight) > close * jump + rounding) return undefined;
  return toLeft < toRight ? -1 : 1;
}

/**
 * Those of the entries whose gradients, as they are given at the point, are all together those of a piece beside it, and right there.
 * `errorOf` is by how much the gradient of an entry seems to be wrong at the point.
 */
export function sharedWithPiece(
  meter: Meter,
  analytic: Float64Array,
  entries: readonly number[],
  { scales, slices, stream, gradientHere }: Surroundings,
  errorOf: (entry: number) => number,
  threshold: (entry: number) => number,
): number[] {
  const { evaluator, center } = meter;
  const { theta } = evaluator;
  const origin = theta.values.slice();
  const move = new Float64Array(origin.length);
  const at = <T>(share: number, f: () => T): T =>
    theta.at(
      origin.map((x, i) => x + share * move[i]),
      f,
    );
  let size = first;
  const waysIn = ({ offset, length }: Slice) =>
    at(1, () => {
      const here = new Float64Array(center.length);
      evaluator.evaluate(here);
      const ways = new Map<number, number>();
      for (const i of entries) {
        if (i < offset || i >= offset + length) continue;
        const line = new EntryLine(theta.values, i, scales[i]);
        const way = wayFrom(sidesAlong(meter, here, line, scales[i] * size), analytic[i]);
        if (way === undefined) return undefined;
        if (way !== 0) ways.set(i, way);
      }
      return ways.size > 0 ? ways : undefined;
    });

  // The kinks of a tensor are behind those of tensors that are used later: these are moved before.
  const waiting = new Set(slices.toReversed());
  const next = () => {
    for (const slice of waiting) {
      const ways = waysIn(slice);
      if (ways === undefined) continue;
      waiting.delete(slice);
      return ways;
    }
    return undefined;
  };
  for (let ways = next(); ways !== undefined; ways = next()) {
    for (const [i, way] of ways) move[i] = way * scales[i] * size;
    size *= less;
  }
  if (size === first) return [];
  // Kinks that no entry leaves by itself, as those of ties, are left in any direction.
  for (const { offset, length } of slices)
    for (let i = offset; i < offset + length; i++) move[i] += scales[i] * size * (2 * stream.uniform() - 1);

  const [there, halfway] = [at(1, gradientHere), at(1 / 2, gradientHere)];
  if (there === undefined || halfway === undefined) return [];
  return at(1, () =>
    entries.filter((i) => {
      // The gradient of the piece where it meets the point.
      const atPoint = 2 * halfway[i] - there[i];
      const sizeOf = Math.max(Math.abs(analytic[i]), Math.abs(atPoint), errorOf(i));
      if (!(Math.abs(atPoint - analytic[i]) <= threshold(i) * sizeOf)) return false;
      const line = new EntryLine(theta.values, i, scales[i]);
      return isRightHere(meter, line, scales[i] * size * stepShare, there[i], errorOf(i));
    }),
  );
}
