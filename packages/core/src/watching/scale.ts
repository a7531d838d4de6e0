import { linearScale, logScale, type Scale } from "../drawing/scale.ts";
import { extremesOf } from "./history.ts";

/** A scale on which the finite values have room: of logarithms where they pass two powers of ten. */
export function scaleOf(
  values: readonly number[],
  interval: readonly [from: number, to: number],
  ticks: number,
): Scale {
  const extremes = extremesOf(values);
  const [low, high] = extremes ? [values[extremes.lowest], values[extremes.highest]] : [0, 1];
  if (low > 0 && Math.floor(Math.log10(high)) > Math.ceil(Math.log10(low)))
    return logScale([low, high], interval);
  const room = high > low ? 0 : Math.abs(low) / 2 || 1;
  return linearScale([low - room, high + room], interval, ticks);
}
