// Levels at the edge of a domain. An output that is finite to one side of the point alone is continued straight through the
// point to the other side, so that its central difference is its one-sided slope. Other outputs keep both of their sides.
import type { Line } from "../sandbox/line.ts";
import type { Level, Meter, Response } from "./meter.ts";

/** A level that was measured with what is finite. */
export interface SidedLevel extends Level {
  /** Whether an output was continued. */
  readonly isOneSided: boolean;
}

/** The slope along a line from a step of `t` to the sides that are finite; NaN where an output has none. */
export function levelInside(meter: Meter, line: Line, t: number, response: Response): SidedLevel {
  const { evaluator, ends, center } = meter;
  const { above, below } = ends;
  const [up, down] = evaluator.theta.along(line, (to) => {
    const here = to(0);
    const reached = [to(t)];
    evaluator.evaluate(above);
    reached.push(to(-t));
    evaluator.evaluate(below);
    return [reached[0] - here, here - reached[1]];
  });
  let isOneSided = false;
  for (const [o, y] of center.entries()) {
    const isAbove = Number.isFinite(above[o]);
    if (isAbove === Number.isFinite(below[o])) continue;
    isOneSided = true;
    if (isAbove) below[o] = y - (above[o] - y) * (down / up);
    else above[o] = y + (y - below[o]) * (up / down);
  }
  const level = meter.levelBetween(ends, t / line.scale, up + down, response);
  // The difference of two values, over half of the distance.
  return { ...level, noise: isOneSided ? 2 * level.noise : level.noise, isOneSided };
}
