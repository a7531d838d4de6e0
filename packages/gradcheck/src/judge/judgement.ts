// What the investigation of one entry, or of one direction, comes to.
import type { Estimate } from "../measure/estimate.ts";
import type { Claim } from "./claim.ts";

/**
 * How the slope at an edge of the domain is known: to one side, to none, or not well enough, as it does not settle when the
 * step shrinks.
 */
export type Edge = "one-sided" | "outside" | "unsettled";

/** A slope with its error bar, and the judgement of a gradient by it. */
export interface Judgement {
  readonly verdict: "pass" | "wrong" | "kink" | "unmeasurable" | "inconclusive";
  readonly numeric: number;
  readonly error: number;
  readonly step: number;
  /** Whether it is not a pass because of kinks at the point: the gradient is not between the slopes to both sides. */
  readonly beyondKink?: boolean;
  /** Set where it is judged as one at an edge of the domain. */
  readonly edge?: Edge | undefined;
}

/** An error bar up to this share of the slope is sharp: nothing is gained by measuring again. */
export const sharp = 1e-4;
/** Above this share the slope is not measured at all. */
export const blunt = 0.1;

/** A slope with an error bar of this share of the usual slopes around is as good as 0. */
export const atRest = 1e-3;

/** A claim beside an estimate that no more steps can make better; slopes around are `usual` in size. */
export function compare(claim: Claim, { value, error, step }: Estimate, usual: number): Judgement {
  const distance = claim.distanceFrom(value);
  const numeric = { numeric: value, error, step };
  if (distance > claim.tolerance(value) + error)
    return { verdict: distance > claim.tolerance(value) + 2 * error ? "wrong" : "inconclusive", ...numeric };
  // At a point of rest there is no slope that the error bar could be a share of.
  if (claim.analytic === 0 && distance + error <= atRest * usual)
    return { verdict: "pass", numeric: 0, error: distance + error, step };
  return { verdict: error <= blunt * claim.sizeBeside(value) ? "pass" : "unmeasurable", ...numeric };
}
