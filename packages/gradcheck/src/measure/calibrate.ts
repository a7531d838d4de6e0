// One direction for each tensor shows, before any entry is measured, how long a step its entries need. Where the output
// hardly notices a step of the usual length, all entries of the tensor start with a longer one.
import type { Rng, Slice } from "@nudge/core";
import type { DirectionLine } from "../sandbox/line.ts";
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

export function calibrate(meter: Meter, slice: Slice, gradient: Float64Array, stream: Rng): Calibration {
  const { theta } = meter;
  const rms = rootMeanSquare(theta.slice(slice.offset, slice.offset + slice.length));
  let line = tensorDirection(theta, slice, gradient, stream, few);
  const measure = () => [relativeStep * 4, relativeStep].map((t) => meter.level(line, t));
  let [longer, usual] = measure();
  if (Number.isNaN(longer.slope) || Number.isNaN(usual.slope)) {
    line = withoutEdges(line, theta, meter.edges());
    [longer, usual] = measure();
  }
  const part = partOf(Math.min(few, slice.length));
  // Truncation goes as the cube of a move: an entry alone, which moves farther, has so many times what it has in the direction.
  const alone = part ** -3;
  const truncation = alone * (Math.abs(longer.slope - usual.slope) / 15) * usual.step;
  const plain = { rms, relative: relativeStep, truncation, attainable: 0 };
  const isLost = ({ slope, noise, changed }: Level) => changed && Math.abs(slope) <= rounding * noise;
  const clear = usual.changed
    ? usual.noise <= enough * Math.abs(usual.slope)
    : !meter.level(line, longest).changed && !isLost(meter.level(line, farthest));
  if (!Number.isFinite(usual.slope) || clear) return plain;

  const tried = longerSteps(meter, line, alone);
  const truncations = truncationsOf(tried);
  const errors = tried.map(({ noise }, k) => noise + alone * truncations[k]);
  const best = errors.indexOf(Math.min(...errors));
  if (best < 0) return plain;
  const { step, slope } = tried[best];
  return {
    rms,
    relative: step,
    truncation: alone * truncations[best] * step,
    // Uphill, the slopes of all add up.
    attainable: errors[best] / (part * Math.abs(slope)),
  };
}

/** What a step along the direction shows. */
interface Trial extends Pick<Level, "step" | "slope" | "noise"> {
  /** How far the slope is from that of a step four times as long, and how much of this may be rounding. */
  readonly change: number;
  readonly doubt: number;
}

/** Steps longer than usual, the longest first: as long as they are not hopeless for an entry alone. */
function longerSteps(meter: Meter, line: DirectionLine, alone: number): Trial[] {
  // Outputs that do not change over one step, but over longer ones, may hide a slope in their rounding.
  const response = meter.response(line);
  const tried: Trial[] = [];
  let least = Number.POSITIVE_INFINITY;
  let shorter = meter.level(line, relativeStep * 4, response);
  for (let t = relativeStep * 16; t <= longest; t *= 4) {
    const longer = meter.level(line, t, response);
    const found = estimate([longer, shorter]);
    if (found === undefined) break;
    const { step, slope, noise } = shorter;
    const change = found.error - noise;
    const error = noise + alone * change;
    if (error > hopeless * least) break;
    least = Math.min(least, error);
    tried.unshift({ step, slope, noise, change, doubt: noise + longer.noise });
    shorter = longer;
  }
  return tried;
}

/**
 * How much truncation there is at each of falling steps: up to the change from one four times as long. It falls with the
 * square of the step, so that where rounding may be all that changes, longer steps show how little of it is left.
 */
function truncationsOf(tried: readonly Trial[]): number[] {
  let truncation = Number.POSITIVE_INFINITY;
  return tried.map(({ change, doubt }) => {
    truncation = Math.max(change - doubt, Math.min(change, truncation / 16));
    return truncation;
  });
}
