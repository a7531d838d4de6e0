// How far the slope along a direction is from the one that the gradient says.
import { estimate } from "../measure/estimate.ts";
import type { Level, Meter } from "../measure/meter.ts";
import type { DirectionLine } from "../sandbox/line.ts";

/** The distance of a slope along a direction from what the gradient says, and how large it may be for a right one. */
export interface Distance {
  readonly value: number;
  readonly bound: number;
}

export const isFar = ({ value, bound }: Distance) => !(Math.abs(value) <= bound);

/** Compares the slope along a line with the predicted one; `again` with a longer step too, where the first says wrong. */
export function measureAlong(
  meter: Meter,
  line: DirectionLine,
  { predicted, allowed }: { predicted: number; allowed: number },
  step: number,
  again: boolean,
): Distance & { readonly level: Level } {
  const level = meter.level(line, step);
  const distance = (slope: number, bar: number) => ({
    value: slope - predicted,
    bound: allowed + bar,
    level,
  });
  const first = distance(level.slope, level.noise);
  if (!again || !isFar(first)) return first;
  const better = estimate([meter.level(line, 4 * step), level]);
  return better === undefined ? first : distance(better.value, better.error);
}
