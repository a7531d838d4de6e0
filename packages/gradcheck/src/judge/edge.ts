// An entry at an edge of the domain: to one side of it, or to both, the output is not finite, or there is none. Where one
// side is left, the slope to that side is what a gradient there can mean; its error bar is larger, for it falls with the
// step and not with its square.
import { growthOf, jumping, jumpOf, type Limit, limitOf, many, slopeOf } from "../measure/limit.ts";
import type { Meter, Response } from "../measure/meter.ts";
import { levelInside, type SidedLevel } from "../measure/one-sided.ts";
import type { Line } from "../sandbox/line.ts";
import type { Claim } from "./claim.ts";
import { atRest, blunt, type Edge, type Judgement } from "./judgement.ts";
import { factor, leap, shortestStep } from "./ladder.ts";

/** The longest step, as a share of the scale. */
const longest = 2 ** -3;
/** Shorter steps do not make it better known, where its error is half of the digits of float64. */
const enough = 1e-8;
/** After so many steps that made the limit less known, rounding has it: fewer would not show slopes that begin to grow. */
const patience = 6;

/** What the levels along a line come to that are finite to one side at least. */
interface Sides {
  readonly levels: readonly SidedLevel[];
  /** The limit of the slopes, and of their differences to both sides. */
  readonly slope: Limit | undefined;
  readonly jump: Limit | undefined;
}

function measureSides(meter: Meter, line: Line, response: Response): Sides {
  const levels: SidedLevel[] = [];
  let slope: Limit | undefined;
  let jump: Limit | undefined;
  let least = Number.POSITIVE_INFINITY;
  let worse = 0;
  let by = leap;
  for (let t = line.scale * longest; t >= shortestStep(line); t /= by) {
    const level = levelInside(meter, line, t, response);
    if (Number.isNaN(level.slope)) continue;
    by = factor;
    levels.push(level);
    slope = limitOf(levels.map(slopeOf));
    jump = limitOf(levels.map(jumpOf));
    if (slope === undefined || jump === undefined) continue;
    const error = Math.max(slope.error, jump.error);
    worse = error < least ? 0 : worse + 1;
    least = Math.min(least, error);
    if (error <= enough * Math.abs(slope.value) || worse >= patience) break;
  }
  return { levels, slope, jump };
}

/** Nothing can be said of a claim. */
const open = (line: Line, edge: Edge): Judgement => ({
  verdict: "inconclusive",
  numeric: Number.NaN,
  error: Number.POSITIVE_INFINITY,
  step: line.scale,
  edge,
});

/** Where the slopes grow without end there is no derivative: only an infinite one of the other sign is wrong. */
function judgeGrowth(
  { levels }: Sides,
  line: Line,
  { analytic }: Claim,
  fast?: number,
): Judgement | undefined {
  const jump = growthOf(levels.map(jumpOf), many, fast);
  const slope = growthOf(levels.map(slopeOf), many, fast);
  if (jump === 0 && slope === 0) return undefined;
  // Where the jump grows too, they grow both ways.
  const isWrong = !Number.isFinite(analytic) && jump === 0 && Math.sign(analytic) !== slope;
  return { ...open(line, "unsettled"), verdict: isWrong ? "wrong" : "inconclusive" };
}

/** Judges a claim where the slopes to both sides may grow without end; undefined where they do not. */
export function judgeCusp(meter: Meter, line: Line, claim: Claim, response: Response): Judgement | undefined {
  return judgeGrowth(measureSides(meter, line, response), line, claim, jumping);
}

/** Judges a claim by the sides on which the output is finite. */
export function judgeEdge(meter: Meter, line: Line, claim: Claim, response: Response): Judgement {
  const sides = measureSides(meter, line, response);
  const { levels, slope, jump } = sides;
  const endless = judgeGrowth(sides, line, claim);
  if (endless !== undefined) return endless;
  if (slope === undefined || jump === undefined)
    return open(line, levels.length > 0 ? "unsettled" : "outside");

  const { value, error } = slope;
  // Outputs that are finite to both sides may have a kink there: a subgradient may be that far from the slope.
  const kink = jump.value > 2 * jump.error ? (jump.value + jump.error) / 2 : 0;
  const measured = { numeric: value, error: error + kink, step: levels[levels.length - 1].step };
  const usual = (atRest * response.range) / line.scale;
  const isKnown = (size: number) => error <= Math.max(blunt * size, usual);
  const edge = levels.some(({ isOneSided }) => isOneSided) ? "one-sided" : undefined;
  const isInfinite = !Number.isFinite(claim.analytic);
  const distance = claim.distanceFrom(value) - kink;
  const isWrong = isInfinite ? isKnown(Math.abs(value)) : distance > claim.tolerance(value) + 2 * error;
  if (isWrong) return { verdict: "wrong", ...measured, edge };
  const agrees = !isInfinite && distance <= claim.tolerance(value) + error;
  if (!agrees || !isKnown(claim.sizeBeside(value))) return { ...open(line, "unsettled"), ...measured };
  return {
    verdict: kink > 0 ? "kink" : "pass",
    ...measured,
    error: Math.max(measured.error, distance),
    edge,
  };
}
