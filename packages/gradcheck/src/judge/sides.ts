// The slopes of each output to both sides of θ as it stands, along a line.
import type { Meter } from "../measure/meter.ts";
import type { Line } from "../sandbox/line.ts";

/** A change of slope by less than this share of the larger slope is the bend of a smooth function. */
export const bend = 2 ** -13;
/** How many standard deviations of noise a change of slope exceeds: one false kink in millions, of four values each. */
export const kappa = 12 * Math.sqrt(6);

/** The slopes to both sides, and by how much rounding alone can set them apart. */
export interface Sides {
  readonly left: number;
  readonly right: number;
  readonly rounding: number;
}

/** The slopes of each output, weighed by the upstream, from a step of `t`; `center` are the outputs at θ as it stands. */
export function sidesAlong(
  { weights, noise, ends, evaluator }: Meter,
  center: Float64Array,
  line: Line,
  t: number,
): Sides[] {
  const { above, below, taken } = ends.measure(evaluator, line, t);
  const step = taken / 2;
  return Array.from(center, (y, o) => {
    const weight = weights[o];
    if (weight === 0) return { left: 0, right: 0, rounding: 0 };
    const sigma = Math.max(noise.sigma[o], Math.abs(y) * noise.units[o]);
    return {
      left: (weight * (y - below[o])) / step,
      right: (weight * (above[o] - y)) / step,
      rounding: (kappa * Math.abs(weight) * sigma) / step,
    };
  });
}

/** By how much the slopes differ, where that is a kink; else 0. */
export function jumpOf({ left, right, rounding }: Sides): number {
  const jump = Math.abs(right - left);
  return jump > rounding + bend * Math.max(Math.abs(left), Math.abs(right)) ? jump : 0;
}
