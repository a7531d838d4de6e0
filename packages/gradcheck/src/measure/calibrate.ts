// One random direction for each tensor shows, before any entry is measured, how long a step its entries need. Where
// the output hardly notices a step of the usual length, all entries of the tensor start with a longer one.
import type { Rng, Slice } from "@nudge/core";
import { partOf, tensorDirection } from "./direction.ts";
import { withoutEdges } from "./edges.ts";
import { estimate } from "./estimate.ts";
import { farthest, type Level, type Meter } from "./meter.ts";
import { relativeStep, rootMeanSquare } from "./step.ts";

export interface Calibration {
  /** The root mean square of the tensor. */
  readonly rms: number;
  /** The step of an entry, as a share of the scale on which it varies. */
  readonly relative: number;
  /** The truncation error of a slope at that step, times the step. */
  readonly truncation: number;
  /** How sharp an error bar can be here, as a share of the slope. */
  readonly attainable: number;
}

/** Rounding below this share of the slope is of no concern. */
const enough = 1e-8;

/** The longest step, as a share of the scale. */
const longest = 1 / 8;

/** A change over the farthest step may be lost in the rounding of shorter ones if it is at most so many times its noise. */
const rounding = 2 ** 10;

/** Once the error is so many times the least one, longer steps are not tried. */
const hopeless = 16;

/** How many entries the direction moves: so few that they change little more of the output than one of them does. */
const few = 16;

export function calibrate(meter: Meter, slice: Slice, stream: Rng): Calibration {
  const { theta } = meter;
  const rms = rootMeanSquare(theta.slice(slice.offset, slice.offset + slice.length));
  let line = tensorDirection(theta, slice, stream, few);
  const measure = (): Level[] => [meter.level(line, relativeStep * 4), meter.level(line, relativeStep)];
  let levels = measure();
  if (levels.some(({ slope }) => Number.isNaN(slope))) {
    line = withoutEdges(line, theta, meter.edges());
    levels = measure();
  }
  // Truncation goes as the cube of a move: an entry alone, which moves farther, has so many times what it has in the direction.
  const alone = partOf(Math.min(few, slice.length)) ** -3;
  const truncationOf = ([longer, shorter]: readonly Level[]) =>
    alone * (Math.abs(longer.slope - shorter.slope) / 15) * shorter.step;

  const usual = levels[1];
  const plain = { rms, relative: relativeStep, truncation: truncationOf(levels), attainable: 0 };
  const isLost = ({ slope, noise, changed }: Level) => changed && Math.abs(slope) <= rounding * noise;
  const clear = usual.changed
    ? usual.noise <= enough * Math.abs(usual.slope)
    : !meter.level(line, longest).changed && !isLost(meter.level(line, farthest));
  if (!Number.isFinite(usual.slope) || clear) return plain;

  // Outputs that do not change over one step, but over longer ones, may hide a slope in their rounding.
  const response = meter.response(line);
  levels = [meter.level(line, relativeStep * 4, response)];
  let best: { relative: number; error: number; truncation: number; share: number } | undefined;
  for (let t = relativeStep * 16; t <= longest; t *= 4) {
    levels.unshift(meter.level(line, t, response));
    const [longer, shorter] = levels;
    const found = estimate([longer, shorter]);
    if (found === undefined) break;
    const truncation = alone * (found.error - shorter.noise);
    const error = shorter.noise + truncation;
    if (best !== undefined && error > hopeless * best.error) break;
    if (best === undefined || error < best.error)
      best = { relative: shorter.step, error, truncation, share: error / Math.abs(found.value) };
  }
  if (best === undefined || best.relative <= relativeStep) return plain;
  const { relative, truncation, share } = best;
  return { rms, relative, truncation: truncation * relative, attainable: share };
}
