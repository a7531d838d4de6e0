// A suspect is measured again, at longer and at shorter steps, until its slope is known well enough to say whether
// the gradient is right, or until no step shows more.
import { type Estimate, estimate } from "../measure/estimate.ts";
import type { Level, Meter } from "../measure/meter.ts";
import { relativeStep } from "../measure/step.ts";
import type { Line } from "../sandbox/line.ts";
import { blunt, type Judgement, larger, sharp } from "./judgement.ts";
import { judgeKink, jumpAtPoint } from "./kink.ts";

/** Each step is this much shorter than the one before. */
const factor = 4;

/**
 * Judges `analytic` along a line, from the level already measured on. An error up to `threshold` of the slope does not
 * matter, nor does one up to `floor`.
 */
export function investigate(
  meter: Meter,
  line: Line,
  analytic: number,
  threshold: number,
  first: Level,
  floor = 0,
): Judgement {
  const response = meter.response(line);
  if (response === undefined) return judgeSilence(meter, line, analytic);
  if (!Number.isFinite(line.scale)) return unmeasurable(line);
  const start = first.step > 0 ? first.step : line.scale * relativeStep;
  // In the order of falling steps.
  const levels: Level[] = [meter.level(line, start, response.peaks)];
  const add = (t: number) => {
    const level = meter.level(line, t, response.peaks);
    if (t > start) levels.unshift(level);
    else levels.push(level);
    return level;
  };
  const tolerance = (value: number) => Math.max(threshold * larger(value, analytic), floor);

  /**
   * Whether the shortest step that is not lost in noise refutes the gradient too. Over longer steps, a function that goes
   * up and down has an average slope that is none of its own; so the step must be short enough for a right gradient to
   * move the output by only a part of what it moves at most. A gradient near the value needs no such proof.
   */
  const refuted = (value: number): boolean => {
    if (Math.abs(value - analytic) <= jumpAtPoint(levels, Math.abs(value - analytic))) return false;
    if (4 * Math.abs(value - analytic) <= larger(value, analytic)) return true;
    const at = levels.findLastIndex(({ slope, noise }) => 2 * noise <= Math.abs(slope - analytic));
    if (at < 0) return false;
    const { slope, step, noise, lower, upper } = levels[at];
    const longer = levels[at - 1];
    const moved = Math.max(response.range, ...levels.map((level) => Math.abs(level.slope * level.step) || 0));
    // Where the output moves little more than its noise, there are no ups and downs to be misled by.
    const still = moved <= 16 * noise * step;
    const short = Math.abs(analytic) * step <= moved / 4 || step <= 64 * Number.EPSILON * line.size;
    // The slopes to both sides are close, or come closer as they do where the function is curved.
    const bend = upper - lower;
    const straight = 4 * bend <= larger(slope, analytic) || 2 * bend <= longer?.upper - longer?.lower;
    return (short || still) && straight && Math.abs(slope - analytic) > tolerance(slope) + 2 * noise;
  };

  /** A judgement that no further step could change. */
  const settled = (): Judgement | undefined => {
    const best = estimate(levels);
    if (best === undefined || best.kinked) return undefined;
    const { value, error, step } = best;
    const distance = Math.abs(value - analytic);
    const numeric = { numeric: value, error, step };
    if (distance <= tolerance(value) + error)
      return error <= sharp * larger(value, analytic) ? { verdict: "pass", ...numeric } : undefined;
    const agreed = levels.filter(({ slope }) => Math.abs(slope - value) <= distance / 4).length >= 3;
    return agreed && refuted(value) && distance > tolerance(value) + 2 * error && error < distance / 4
      ? { verdict: "wrong", ...numeric, beyondKink: jumpAtPoint(levels, distance) > 0 }
      : undefined;
  };

  const shrink = (): Judgement | undefined => {
    const shortest = Math.max(4 * Number.EPSILON * line.size, line.scale * 2 ** -100);
    let t = start / factor;
    while (t >= shortest) {
      const level = add(t);
      const judged = settled();
      if (judged !== undefined) return judged;
      const before = levels[levels.length - 2];
      if (level.changed && level.noise > larger(level.slope, analytic)) return undefined;
      if (!level.changed && before !== undefined && !before.changed) return undefined;
      // An entry much smaller than its tensor may vary on its own scale.
      const own = powerBelow(line.size * 2 ** -17);
      const wild = Math.abs(level.slope - before.slope) > 0.5 * larger(level.slope, before.slope);
      t = wild && line.size > 0 && own < t / factor ? own : t / factor;
    }
    return undefined;
  };

  const grow = (): Judgement | undefined => {
    let worse = 0;
    let least = estimate(levels)?.error ?? Number.POSITIVE_INFINITY;
    for (let t = start * factor; t <= line.scale / 4; t *= factor) {
      add(t);
      const judged = settled();
      if (judged !== undefined) return judged;
      const error = estimate(levels)?.error ?? Number.POSITIVE_INFINITY;
      worse = error < least ? 0 : worse + 1;
      least = Math.min(least, error);
      if (worse >= 3 && levels[0].changed) return undefined;
    }
    return undefined;
  };

  const dim = !first.changed || first.noise > sharp * larger(first.slope, analytic);
  const judged = dim && Number.isFinite(first.slope) ? (grow() ?? shrink()) : (shrink() ?? grow());
  return judged ?? conclude(line, analytic, levels, tolerance, refuted);
}

const powerBelow = (x: number) => (x > 0 ? 2 ** Math.floor(Math.log2(x)) : 0);

/** No step changes the output by a bit: a gradient is wrong unless rounding could hide it. */
function judgeSilence(meter: Meter, line: Line, analytic: number): Judgement {
  const step = line.scale;
  const error = meter.blindness(step);
  if (analytic === 0) return { verdict: "pass", numeric: 0, error: 0, step };
  // The gradient is rounded too, and in more places than the output.
  return { verdict: Math.abs(analytic) > 8 * error ? "wrong" : "unmeasurable", numeric: 0, error, step };
}

const unmeasurable = (line: Line): Judgement => ({
  verdict: "unmeasurable",
  numeric: Number.NaN,
  error: Number.POSITIVE_INFINITY,
  step: line.scale,
});

/** What can be said when no step settles it. */
function conclude(
  line: Line,
  analytic: number,
  levels: readonly Level[],
  tolerance: (value: number) => number,
  refuted: (value: number) => boolean,
): Judgement {
  const finite = levels.filter(({ slope }) => Number.isFinite(slope));
  if (finite.length === 0) return unmeasurable(line);

  const kink = judgeKink(finite, analytic, tolerance);
  if (kink !== undefined) return kink;

  const best: Estimate = estimate(finite) ?? {
    value: finite[0].slope,
    error: Math.abs(finite[0].slope) + finite[0].noise,
    step: finite[0].step,
    kinked: false,
  };
  const { value, error, step } = best;
  const distance = Math.abs(value - analytic);
  const numeric = { numeric: value, error, step };
  if (distance <= tolerance(value) + error)
    return { verdict: error <= blunt * larger(value, analytic) ? "pass" : "unmeasurable", ...numeric };
  const wrong = distance > tolerance(value) + 2 * error && refuted(value);
  const beyondKink = jumpAtPoint(levels, distance) > 0;
  return { verdict: wrong ? "wrong" : "inconclusive", ...numeric, beyondKink };
}
