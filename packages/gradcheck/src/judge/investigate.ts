// A suspect is measured again, at longer and at shorter steps, until its slope is known well enough to say whether
// the gradient is right, or until no step shows more.
import type { Estimate } from "../measure/estimate.ts";
import { isGrowing } from "../measure/limit.ts";
import type { Level, Meter } from "../measure/meter.ts";
import { powerOfTwo, relativeStep } from "../measure/step.ts";
import type { Line } from "../sandbox/line.ts";
import { appeal, isOfWaves } from "./appeal.ts";
import type { Claim } from "./claim.ts";
import { judgeCusp, judgeEdge } from "./edge.ts";
import { allowForHidden } from "./hidden.ts";
import { compare, type Judgement, sharp } from "./judgement.ts";
import { judgeKink, jumpAtPoint } from "./kink.ts";
import { factor, Ladder, leap, shortestStep } from "./ladder.ts";
import { isRefuted } from "./refutation.ts";
import { judgeLost, judgeSilence } from "./silence.ts";

/** Judges a claim along a line, from the level already measured on. */
export function investigate(meter: Meter, line: Line, claim: Claim, first: Level): Judgement {
  const response = meter.response(line);
  if (response === undefined) return judgeSilence(meter, line, claim);
  if (!Number.isFinite(line.scale)) return unmeasurable(line);
  const start = stepInside(meter, line, first);
  if (start === undefined || !Number.isFinite(claim.analytic)) return judgeEdge(meter, line, claim, response);
  const ladder = new Ladder(meter, line, start, response);
  const isDim = !first.changed || first.noise > sharp * claim.sizeBeside(first.slope);
  const judged =
    (isDim || isSoonHidden(claim, first)) && Number.isFinite(first.slope)
      ? (climb(ladder, claim, start, line.scale) ?? descend(ladder, claim))
      : (descend(ladder, claim) ?? climb(ladder, claim, start, line.scale));
  const judgement = judged ?? fill(ladder, claim) ?? conclude(meter, ladder, claim);
  const isRest = judgement.verdict === "pass" && claim.analytic === 0;
  const stands = judgement.verdict === "wrong" || isRest ? appeal(ladder, claim, judgement) : judgement;
  if (stands.verdict !== "wrong") return stands;
  if (isOfWaves(ladder, claim, stands)) return { ...stands, verdict: "inconclusive" };
  return judgeLost(meter, ladder, claim, stands) ?? allowForHidden(meter, line, claim, response, stands);
}

/** Whether the gradient is off by what the noise of the next shorter step may hide, which would call it right. */
function isSoonHidden(claim: Claim, { slope, noise }: Level): boolean {
  const distance = claim.distanceFrom(slope);
  return distance > claim.tolerance(slope) + noise && 2 * factor * noise > distance;
}

/**
 * The first step, or a shorter one where its ends are outside of the domain: an entry much smaller than its tensor may
 * live on its own scale. Undefined where the ends of all steps are outside.
 */
function stepInside(meter: Meter, line: Line, first: Level): number | undefined {
  const start = first.step > 0 ? first.step : line.scale * relativeStep;
  if (Number.isFinite(first.slope)) return start;
  const [from, shortest] =
    line.size > 0
      ? [Math.min(start, powerOfTwo(line.size * relativeStep)), 4 * Number.EPSILON * line.size]
      : [start / leap, shortestStep(line)];
  for (let t = from; t >= shortest; t /= leap) if (Number.isFinite(meter.level(line, t).slope)) return t;
  return undefined;
}

const unmeasurable = (line: Line): Judgement => ({
  verdict: "unmeasurable",
  numeric: Number.NaN,
  error: Number.POSITIVE_INFINITY,
  step: line.scale,
});

/** Shorter and shorter steps, until one settles it, or noise hides the slope. */
function descend(ladder: Ladder, claim: Claim): Judgement | undefined {
  const { line, levels, start } = ladder;
  // An entry much smaller than its tensor may vary on its own scale.
  const own = line.size > 0 ? powerOfTwo(line.size * relativeStep) : 0;
  let t = start / factor;
  while (t >= shortestStep(line)) {
    const level = ladder.measure(t);
    const judged = settle(ladder, claim);
    if (judged !== undefined) return judged;
    const before = levels[levels.length - 2];
    if (level.changed && level.noise > claim.sizeBeside(level.slope)) return undefined;
    if (!level.changed && !before.changed) return undefined;
    const size = Math.max(Math.abs(level.slope), Math.abs(before.slope));
    const isWild = Math.abs(level.slope - before.slope) > 0.5 * size;
    t = isWild && own > 0 && own < t / factor ? own : t / factor;
  }
  return undefined;
}

/** Longer and longer steps from one to another, until one settles it, or truncation hides the slope. */
function climb(ladder: Ladder, claim: Claim, from: number, to: number): Judgement | undefined {
  const errorNow = () => ladder.estimate?.error ?? Number.POSITIVE_INFINITY;
  let worse = 0;
  let least = errorNow();
  for (let t = from * factor; t <= to; t *= factor) {
    const { changed } = ladder.measure(t);
    const judged = settle(ladder, claim);
    if (judged !== undefined) return judged;
    const error = errorNow();
    worse = error < least ? 0 : worse + 1;
    least = Math.min(least, error);
    if (worse >= 3 && changed) return undefined;
  }
  return undefined;
}

/** The steps that were left out on the way to the own scale of an entry: there, they may be better than the shortest. */
function fill(ladder: Ladder, claim: Claim): Judgement | undefined {
  const { levels } = ladder;
  const below = levels.findIndex(({ step }, k) => k > 0 && levels[k - 1].step > 2 * factor * step);
  return below < 0 ? undefined : climb(ladder, claim, levels[below].step, levels[below - 1].step / factor);
}

/** A judgement that no further step could change, if there is one yet. */
function settle(ladder: Ladder, claim: Claim): Judgement | undefined {
  const { levels, estimate } = ladder;
  if (estimate === undefined || estimate.kinked) return undefined;
  const { value, error, step } = estimate;
  const distance = claim.distanceFrom(value);
  const numeric = { numeric: value, error, step };
  if (distance <= claim.tolerance(value) + error)
    return error <= sharp * claim.sizeBeside(value) ? { verdict: "pass", ...numeric } : undefined;
  // One slope that is off may be an accident, three that agree with each other are none.
  const agree = levels.filter(({ slope }) => Math.abs(slope - value) <= distance / 4).length >= 3;
  return agree &&
    !isGrowing(levels) &&
    isRefuted(ladder, claim, value) &&
    distance > claim.tolerance(value) + 2 * error &&
    error < distance / 4
    ? { verdict: "wrong", ...numeric, beyondKink: jumpAtPoint(levels, distance) > 0 }
    : undefined;
}

/** What can be said when no step settles it. */
function conclude(meter: Meter, ladder: Ladder, claim: Claim): Judgement {
  const { line, levels } = ladder;
  const finite = levels.filter(({ slope }) => Number.isFinite(slope));
  if (finite.length < 2) return judgeEdge(meter, line, claim, ladder.response);
  const cusp = isGrowing(finite) ? judgeCusp(meter, line, claim, ladder.response) : undefined;
  if (cusp !== undefined) return cusp;

  const kink = judgeKink(finite, claim);
  if (kink !== undefined) return kink;

  const best = ladder.estimate as Estimate;
  const judged = compare(claim, best, ladder.usual);
  if (judged.verdict !== "wrong" && judged.verdict !== "inconclusive") return judged;
  const isWrong = judged.verdict === "wrong" && isRefuted(ladder, claim, best.value);
  const beyondKink = jumpAtPoint(levels, claim.distanceFrom(best.value)) > 0;
  return { ...judged, verdict: isWrong ? "wrong" : "inconclusive", beyondKink };
}
