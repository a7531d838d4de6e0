// The search of one tensor for the entries that are wrong: along random directions, which are halved where they do not
// agree with the gradient.
import type { Slice } from "@nudge/core";
import { type Calibration, calibrate } from "../measure/calibrate.ts";
import { scramble, signsAndHalves } from "../measure/direction.ts";
import type { Level, Meter } from "../measure/meter.ts";
import { powerOfTwo, relativeStep, rootMeanSquare, scaleOf } from "../measure/step.ts";
import { DirectionLine, EntryLine } from "../sandbox/line.ts";
import { norm } from "../words/ratio.ts";
import { judgeEntry, typicalSize } from "./entry.ts";
import { type Distance, isFar, measureAlong } from "./measure-along.ts";
import type { Survey, Surveying, SurveyOptions } from "./survey.ts";

/** So many wrong entries are no longer found faster than by looking at all. */
const most = 16;

export class Search {
  /** Whether the directions showed that something is wrong, but not what, or too much of it. */
  lost = false;
  /** The norm of what the entries add to the slope along a direction. */
  size = 0;
  /** Whether the slope along the direction of its own stands out of the noise. */
  sharp = false;
  readonly slice: Slice;
  readonly #meter: Meter;
  readonly #survey: Survey;
  readonly #options: SurveyOptions;
  readonly #scales: Float64Array;
  readonly #direction: Float64Array;
  readonly #terms: Float64Array;
  #calibration: Calibration | undefined;
  /** How many wrong entries were found. */
  #found = 0;
  /** Whether the output did not change along the direction of its own, as the gradient says. */
  #still = false;
  /** How large the error of an entry can be, times its scale, once the direction of its own agrees. */
  #bound = Number.POSITIVE_INFINITY;

  constructor(meter: Meter, survey: Survey, slice: Slice, options: SurveyOptions) {
    this.#meter = meter;
    this.#survey = survey;
    this.slice = slice;
    this.#options = options;
    const values = meter.theta.slice(slice.offset, slice.offset + slice.length);
    const rms = rootMeanSquare(values);
    const share = powerOfTwo(1 / Math.sqrt(slice.length));
    this.#scales = values.map((x) => scaleOf(x, rms) * share);
    this.#direction = new Float64Array(slice.length);
    this.#terms = new Float64Array(slice.length);
  }

  /** Draws a direction of random signs and sizes, powers of two around the scale of each entry. */
  draw(): void {
    this.#direction.set(this.#scales);
    scramble(this.#direction, signsAndHalves, this.#options.stream);
  }

  /** Adds a share of the direction to one of all tensors, and gives what the gradient says of the slope along it. */
  moveTogether(all: Float64Array, share: number): number {
    const { offset, length } = this.slice;
    const direction = this.#direction;
    for (let i = 0; i < length; i++) all[offset + i] = share * direction[i];
    return share * this.#predict(0, length);
  }

  /** Looks for wrong entries along the direction; gives whether it was told to stop. */
  *follow(first: boolean): Surveying<boolean> {
    const { offset, length } = this.slice;
    const analytic = this.#survey.analytic.subarray(offset, offset + length);
    if (!analytic.every(Number.isFinite)) {
      this.lost = true;
      return false;
    }
    const before = this.#found;
    let measured = this.#measure(0, length);
    if (isFar(measured)) {
      if (yield* this.#halve(0, length, measured)) return true;
      this.lost = this.#found === before || this.#found > most;
      if (this.lost) return false;
      measured = this.#measure(0, length);
      this.lost = isFar(measured);
    }
    if (first && !this.lost) this.#remember(measured, analytic);
    return (yield) === true;
  }

  /** Keeps what the direction of its own shows, for all entries that nothing is found wrong with. */
  #remember({ value, bound, level }: Distance & { level: Level }, analytic: Float64Array): void {
    this.#still = !level.changed && analytic.every((g) => g === 0);
    this.#bound = bound;
    this.sharp = this.size > bound;
    const predicted = this.#predict(0, analytic.length);
    const along = { analytic: [predicted], numeric: [predicted + value], error: [bound] };
    if (!this.#still) this.#survey.projections.set(this.slice.name, along);
  }

  /** The entries that no direction accused pass. */
  settle(): void {
    const { offset, length } = this.slice;
    const { verdict, error, numeric } = this.#survey;
    for (let i = 0; i < length; i++) {
      if (verdict[offset + i] !== "inconclusive") continue;
      verdict[offset + i] = "pass";
      error[offset + i] = this.#still ? 0 : this.#bound / this.#scales[i];
      if (this.#still) numeric[offset + i] = 0;
    }
  }

  /** The slope along a part by the gradient, and by the slope of each entry judged so far; sets `size` to that of its terms. */
  #predict(start: number, end: number): number {
    const { offset } = this.slice;
    const { analytic, numeric, verdict } = this.#survey;
    const direction = this.#direction;
    const terms = this.#terms;
    const found = this.#found > 0;
    let predicted = 0;
    for (let i = start, at = offset + start; i < end; i++, at++) {
      terms[i] = direction[i] * (found && verdict[at] !== "inconclusive" ? numeric[at] : analytic[at]);
      predicted += terms[i];
    }
    this.size = norm(terms.subarray(start, end));
    return predicted;
  }

  /** The slope along the part of the direction from `start` to `end`, beside what is known of these entries. */
  #measure(start: number, end: number): Distance & { readonly level: Level } {
    const { offset, length } = this.slice;
    const part = this.#direction.subarray(start, end);
    const line = new DirectionLine(this.#meter.theta, offset + start, part);
    const predicted = this.#predict(start, end);
    const expected = { predicted, allowed: 4 * this.#options.threshold * this.size };
    // A part moves as far as the whole does.
    const step = relativeStep * powerOfTwo(Math.sqrt(length / (end - start)));
    return measureAlong(this.#meter, line, expected, step, end - start === length);
  }

  /** Looks for the wrong entries of a part that is far from its slope; gives whether it was told to stop. */
  *#halve(start: number, end: number, whole: Distance): Surveying<boolean> {
    if (this.#found > most) return false;
    if (end - start === 1) {
      this.#judge(start);
      return (yield) === true;
    }
    const middle = (start + end) >> 1;
    const first = this.#measure(start, middle);
    if (yield) return true;
    // What is not in the one half is in the other.
    const second = { value: whole.value - first.value, bound: whole.bound + first.bound };
    if (isFar(first) && (yield* this.#halve(start, middle, first))) return true;
    return isFar(second) && (yield* this.#halve(middle, end, second));
  }

  get calibration(): Calibration {
    this.#calibration ??= calibrate(this.#meter, this.slice, this.#options.stream);
    return this.#calibration;
  }

  #judge(k: number): void {
    const { threshold, epsilon } = this.#options;
    const { offset, length } = this.slice;
    const { rms } = this.calibration;
    const line = new EntryLine(this.#meter.theta, offset + k, scaleOf(this.#meter.theta[offset + k], rms));
    const level = this.#meter.level(line, epsilon ?? line.scale * this.calibration.relative);
    const typical = typicalSize(this.#survey.analytic.subarray(offset, offset + length));
    judgeEntry(this.#meter, this.#survey, line, level, { ...this.calibration, threshold, typical });
    if (this.#survey.verdict[offset + k] !== "pass") this.#found++;
  }
}
