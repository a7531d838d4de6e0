// An entry at an edge of the domain: to one side of it, or to both, the output is not finite, or there is none. Where one
// side is left, the slope to that side is what a gradient there can mean; its error bar is larger, for it falls with the
// step and not with its square.
import { growthOf, jumpOf, type Limit, limitOf, slopeOf } from "../measure/limit.ts";
import type { Meter, Response } from "../measure/meter.ts";
import { levelInside, type SidedLevel } from "../measure/one-sided.ts";
import type { Line } from "../sandbox/line.ts";
import type { Claim } from "./claim.ts";
import { blunt, type Judgement } from "./judgement.ts";
import { factor, leap, shortestStep } from "./ladder.ts";

/** The longest step, as a share of the scale. */
const longest = 2 ** -3;
/** A slope with an error bar of this share of the usual slopes around is as good as 0. */
const atRest = 1e-3;
/** Shorter steps do not make it better known, where its error is half of the digits of float64. */
const enough = 1e-8;

/** The levels along a line that are finite to one side at least. */
function* levelsInside(meter: Meter, line: Line, { peaks }: Response): Generator<SidedLevel> {
  let by = leap;
  for (let t = line.scale * longest; t >= shortestStep(line); t /= by) {
    const level = levelInside(meter, line, t, peaks);
    if (Number.isNaN(level.slope)) continue;
    by = factor;
    yield level;
  }
}

/** Judges a claim by the sides on which the output is finite. */
export function judgeEdge(meter: Meter, line: Line, claim: Claim, response: Response): Judgement {
  const levels: SidedLevel[] = [];
  let limit: Limit | undefined;
  for (const level of levelsInside(meter, line, response)) {
    levels.push(level);
    limit = limitOf(levels.map(slopeOf));
    if (limit !== undefined && limit.error <= enough * Math.abs(limit.value)) break;
  }
  const open: Judgement = {
    verdict: "inconclusive",
    numeric: Number.NaN,
    error: Number.POSITIVE_INFINITY,
    step: line.scale,
    edge: levels.length > 0 ? "unsettled" : "outside",
  };
  const isInfinite = !Number.isFinite(claim.analytic);
  // At a cusp the slopes grow both ways, and no sign is wrong.
  if (growthOf(levels.map(jumpOf)) !== 0) return open;
  const growth = growthOf(levels.map(slopeOf));
  if (growth !== 0 && isInfinite && Math.sign(claim.analytic) !== growth)
    return { ...open, verdict: "wrong" };
  if (limit === undefined) return open;

  const { value, error } = limit;
  const jump = jumpAmong(levels);
  const measured = { numeric: value, error: error + jump, step: levels[levels.length - 1].step };
  const usual = (atRest * response.range) / line.scale;
  const isKnown = (size: number) => error <= Math.max(blunt * size, usual);
  const edge = levels.some(({ isOneSided }) => isOneSided) ? "one-sided" : undefined;
  const distance = claim.distanceFrom(value) - jump;
  const isWrong = isInfinite ? isKnown(Math.abs(value)) : distance > claim.tolerance(value) + 2 * error;
  if (isWrong) return { verdict: "wrong", ...measured, edge };
  const agrees = !isInfinite && distance <= claim.tolerance(value) + error;
  if (!agrees || !isKnown(claim.sizeBeside(value))) return { ...open, ...measured };
  const bar = Math.max(measured.error, distance);
  return { verdict: jump > 0 ? "kink" : "pass", ...measured, error: bar, edge };
}

/** How far a subgradient may be from the slope for the outputs that are finite to both sides, and have a kink there. */
function jumpAmong(levels: readonly SidedLevel[]): number {
  const jump = limitOf(levels.map(jumpOf));
  return jump !== undefined && jump.value > 2 * jump.error ? (jump.value + jump.error) / 2 : 0;
}
