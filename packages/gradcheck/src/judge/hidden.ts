// A part of a slope that no step shows. Beside an output of 1e20 float64 has no room for a change of 1: it stands still to the
// bit, whether it depends on the entry or not; and so do outputs that are made of numbers in float32. Where backprop is right of
// the outputs that move, what it says of the others is no reason to call the whole wrong.
import { farthest, type Meter, type Response } from "../measure/meter.ts";
import type { Line } from "../sandbox/line.ts";
import type { Claim } from "./claim.ts";
import { compare, type Judgement } from "./judgement.ts";
import { lostOver, rounded } from "./silence.ts";

/** What becomes of an accusation where outputs that stand still along the line may hide as much as the gradient is off. */
export function allowForHidden(
  meter: Meter,
  line: Line,
  claim: Claim,
  { peaks, hidden, still }: Response,
  judgement: Judgement,
): Judgement {
  const { numeric, error, step } = judgement;
  const most = rounded * Math.max(hidden, lostOver(still, farthest * line.scale));
  if (most <= error || claim.distanceFrom(numeric) > most + 2 * error + claim.tolerance(numeric))
    return judgement;
  const gradient = meter.backprop(meter.weights.map((c, o) => (peaks[o] > 0 ? c : 0)));
  const moving = gradient === undefined ? claim.analytic : line.slopeOf(gradient);
  const part = claim.distanceFrom(moving);
  if (part === 0 || part > most) return judgement;
  const shown = compare(claim.of(moving), { value: numeric, error, step, kinked: false }, 0);
  return shown.verdict === "wrong"
    ? { ...judgement, error: error + part }
    : { ...judgement, verdict: "unmeasurable", error: error + most };
}
