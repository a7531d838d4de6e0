// A part of a slope that no step shows. Beside an output of 1e20 float64 has no room for a change of 1: it stands still to the
// bit, whether it depends on the entry or not. What backprop says of such outputs alone is no reason to call the whole wrong.
import type { Meter, Response } from "../measure/meter.ts";
import type { Line } from "../sandbox/line.ts";
import type { Claim } from "./claim.ts";
import { compare, type Judgement } from "./judgement.ts";

/** What becomes of an accusation where outputs that stand still along the line may hide as much as the gradient is off. */
export function allowForHidden(
  meter: Meter,
  line: Line,
  claim: Claim,
  { peaks, hidden }: Response,
  judgement: Judgement,
): Judgement {
  const { numeric, error, step } = judgement;
  if (hidden <= error) return judgement;
  const gradient = meter.backprop(meter.weights.map((c, o) => (peaks[o] > 0 ? 0 : c)));
  const part = gradient === undefined ? 0 : line.slopeOf(gradient);
  if (part === 0) return judgement;
  const shown = compare(claim.without(part), { value: numeric, error, step, kinked: false }, 0);
  const verdict = shown.verdict === "wrong" ? "wrong" : "unmeasurable";
  return { ...judgement, verdict, error: error + hidden };
}
