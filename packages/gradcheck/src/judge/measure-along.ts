// What is measured: how far the slope along a direction is from the one that the gradient says.
import { estimate } from "../measure/estimate.ts";
import type { Level, Meter, Response } from "../measure/meter.ts";
import { relativeStep } from "../measure/step.ts";
import type { DirectionLine } from "../sandbox/line.ts";

/** What the gradient says of a direction. */
export interface Expected {
  /** The slope along it. */
  readonly predicted: number;
  /** How large that slope is where its terms do not cancel. */
  readonly size: number;
  /** How many entries move. */
  readonly entries: number;
  /** How large the distance of a right gradient may be, by the errors that do not matter. */
  readonly allowed: number;
}

/** The distance of the slope along a direction from what the gradient says. */
export interface Distance {
  readonly value: number;
  /** It is known to ± this: rounding and truncation. */
  readonly error: number;
  /** The part of the error that is truncation, or a kink within the step. */
  readonly truncation: number;
  readonly allowed: number;
  /** The step that shows it best. */
  readonly step: number;
}

/** The distance as a multiple of what it may be for a right gradient. */
export const excessOf = ({ value, error, allowed }: Distance) => Math.abs(value) / (allowed + error);

export const isFar = ({ value, error, allowed }: Distance) => !(Math.abs(value) <= allowed + error);

/** The most that one entry adds to the distance, where not several of them cancel. */
export const doubtOf = ({ value, error }: Distance) => Math.abs(value) + error;

/** An error is fine up to this share of the term of a typical entry: then a term of a sixth of that still shows tenfold. */
const fine = 2 ** -6;
/** A distance so many times what a right gradient may show will not become a right one at other steps. */
const clearly = 4;
/** After so many steps without a smaller error no others are tried: one alone may be worse by chance. */
const patience = 2;
/** Shorter steps are lost in the rounding of any output. */
const shortest = 2 ** -40;

/**
 * Compares the slope along a line with the expected one. The first step settles most, unless it is longer than usual;
 * otherwise there follow longer ones where rounding blurs the slope, and shorter ones where truncation or kinks do.
 */
export function measureAlong(
  meter: Meter,
  line: DirectionLine,
  { predicted, size, entries, allowed }: Expected,
  { start, longest }: { readonly start: number; readonly longest: number },
): Distance {
  const wanted = (fine * size) / Math.sqrt(entries);
  const isClear = (distance: Distance) => !isFar(distance) && distance.error <= wanted;

  let first = meter.level(line, start);
  let response: Response | undefined;
  if (!first.changed) {
    response = meter.response(line);
    if (response === undefined) return { value: -predicted, error: 0, truncation: 0, allowed, step: longest };
    // Outputs that change farther away only may hide a slope in their rounding.
    first = meter.level(line, start, response);
  }
  const { slope, noise, step } = first;
  const single: Distance = { value: slope - predicted, error: noise, truncation: 0, allowed, step };
  if (start <= relativeStep && isClear(single)) return single;

  const isBlurred = noise > wanted || !isFar(single);
  const factor = isBlurred ? 4 : 1 / 4;
  const levels: Level[] = [first];
  let best: Distance | undefined;
  let worse = 0;
  for (let t = start * factor; t >= shortest && t <= longest && worse < patience; t *= factor) {
    const level = meter.level(line, t, response);
    if (isBlurred) levels.unshift(level);
    else levels.push(level);
    const found = estimate(levels);
    if (found === undefined) continue;
    const at = levels.find(({ step }) => step === found.step) as Level;
    const distance: Distance = {
      value: found.value - predicted,
      error: found.error,
      truncation: Math.max(0, found.error - at.noise) + Math.abs(at.slope - found.value),
      allowed,
      step: found.step,
    };
    if (isClear(distance) || Math.abs(distance.value) > clearly * (allowed + distance.error)) return distance;
    worse = best === undefined || distance.error < best.error ? 0 : worse + 1;
    if (worse === 0) best = distance;
  }
  return best ?? single;
}
