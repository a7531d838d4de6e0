// One entry: its slope at the first step settles most of them, two evaluations each; the others are investigated.
import type { Calibration } from "../measure/calibrate.ts";
import type { Level, Meter } from "../measure/meter.ts";
import { rootMeanSquare } from "../measure/step.ts";
import type { EntryLine } from "../sandbox/line.ts";
import type { EntryVerdict } from "../words/report.ts";
import { Claim } from "./claim.ts";
import { investigate } from "./investigate.ts";
import { blunt, sharp } from "./judgement.ts";
import { factor } from "./ladder.ts";
import type { Survey } from "./survey.ts";

/** What is known of a tensor before its entries are judged. */
export interface TensorScales extends Pick<Calibration, "truncation" | "attainable"> {
  readonly threshold: number;
  /** The root mean square of its gradient. */
  readonly typical: number;
}

/** The root mean square of the finite entries. */
export function typicalSize(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.some((x) => x !== 0) ? rootMeanSquare(finite) : 0;
}

/** A kink at the point is looked for where the slopes on both sides differ this much. */
function mayBeKink({ lower, upper, slope }: Level, analytic: number, typical: number): boolean {
  return upper - lower > 0.1 * Math.max(Math.abs(slope), Math.abs(analytic), typical);
}

/** Judges an entry from its level at the first step, and measures more where that does not settle it. */
export function judgeEntry(
  meter: Meter,
  survey: Survey,
  line: EntryLine,
  level: Level,
  { truncation, attainable, threshold, typical }: TensorScales,
): void {
  const { index } = line;
  const g = survey.analytic[index];
  const record = (verdict: EntryVerdict, numeric: number, error: number, step: number) => {
    survey.verdict[index] = verdict;
    survey.numeric[index] = numeric;
    survey.error[index] = error;
    survey.step[index] = step;
  };
  const size = Math.max(Math.abs(level.slope), Math.abs(g));
  const distance = Math.abs(level.slope - g);
  const agrees =
    level.changed &&
    Number.isFinite(g) &&
    distance <= threshold * size + level.noise &&
    !mayBeKink(level, g, typical);
  const enough = Math.max(sharp, Math.min(4 * attainable, blunt)) * size;
  const rounding = level.noise + level.hidden;
  let error = rounding + truncation / level.step;
  // A small entry may have less truncation than others of its tensor: a longer step shows how much.
  if (agrees && rounding <= enough && error > enough)
    error = rounding + Math.abs(meter.level(line, factor * level.step).slope - level.slope);
  if (Number.isNaN(g)) record("wrong", level.slope, error, level.step);
  else if (!level.changed && g === 0 && (attainable <= blunt || level.hidden <= blunt * typical))
    record("pass", 0, 0, level.step);
  else if (agrees && error <= enough)
    // Where the two agree within what matters, nothing better than their distance is known.
    record("pass", level.slope, Math.max(error, distance), level.step);
  else {
    const claim = new Claim(g, threshold);
    const { verdict, numeric, error, step, beyondKink, edge } = investigate(meter, line, claim, level);
    record(verdict, numeric, error, step);
    if (beyondKink) survey.beyondKink.push(index);
    if (edge !== undefined) survey.edges.set(index, edge);
  }
}
