// A tensor whose gradient is right needs no look at its entries one by one: slopes along a few random directions agree
// with it. Where one does not, the direction is halved, two evaluations a time, down to the entries that are wrong.
import type { Rng, Slice } from "@nudge/core";
import { norm } from "../verdict/ratio.ts";
import { type Calibration, calibrate } from "./calibrate.ts";
import { estimate } from "./estimate.ts";
import { DirectionLine, EntryLine } from "./line.ts";
import type { Meter } from "./meter.ts";
import { powerOfTwo, relativeStep, rootMeanSquare, scaleOf } from "./step.ts";
import {
  emptySurvey,
  judgeEntry,
  type Survey,
  type SurveyOptions,
  surveySlice,
  typicalSize,
} from "./survey.ts";

/** Two equal and opposite errors cancel in all of them once in a hundred times; most others never do. */
const directions = 4;
/** So many wrong entries are no longer found faster than by looking at all. */
const most = 16;

/** The distance of a slope along a direction from what the gradient says, and how much of it may be nothing. */
interface Distance {
  readonly value: number;
  readonly bound: number;
}

const isFar = ({ value, bound }: Distance) => !(Math.abs(value) <= bound);

/** Judges the entries of `slices` by random directions, and yields after each measurement, until it is told to stop. */
export function* bisectPoint(
  meter: Meter,
  theta: Float64Array,
  analytic: Float64Array,
  options: SurveyOptions,
): Generator<void, Survey, boolean | undefined> {
  const survey = emptySurvey(analytic, options.slices);
  const whole = { ...options, shortcuts: undefined };
  for (const slice of options.slices) {
    const search = new Search(meter, theta, survey, slice, options);
    const ended = yield* search.run();
    if (ended === "stopped") return survey;
    if (ended === "lost" && (yield* surveySlice(meter, theta, survey, slice, search.calibration, whole)))
      return survey;
  }
  return survey;
}

class Search {
  readonly #meter: Meter;
  readonly #theta: Float64Array;
  readonly #survey: Survey;
  readonly #slice: Slice;
  readonly #options: SurveyOptions;
  readonly #rms: number;
  #calibration: Calibration | undefined;
  #found = 0;

  constructor(meter: Meter, theta: Float64Array, survey: Survey, slice: Slice, options: SurveyOptions) {
    this.#meter = meter;
    this.#theta = theta;
    this.#survey = survey;
    this.#slice = slice;
    this.#options = options;
    this.#rms = rootMeanSquare(theta.subarray(slice.offset, slice.offset + slice.length));
  }

  /** "lost" where the directions show that something is wrong, but not what, or too much of it. */
  *run(): Generator<void, "done" | "lost" | "stopped", boolean | undefined> {
    const { offset, length } = this.#slice;
    const { analytic, verdict, error } = this.#survey;
    if (!analytic.subarray(offset, offset + length).every(Number.isFinite)) return "lost";
    const bars = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
    const projections = { analytic: [] as number[], numeric: [] as number[], error: [] as number[] };
    let still = analytic.subarray(offset, offset + length).every((g) => g === 0);
    for (let k = 0; k < directions; k++) {
      const direction = this.#draw(this.#options.stream);
      const before = this.#found;
      let measured = this.#measure(direction, 0, length);
      if (isFar(measured)) {
        if (yield* this.#halve(direction, 0, length, measured)) return "stopped";
        if (this.#found === before || this.#found > most) return "lost";
        measured = this.#measure(direction, 0, length);
        if (isFar(measured)) return "lost";
      }
      still &&= !measured.changed;
      projections.analytic.push(measured.predicted);
      projections.numeric.push(measured.predicted + measured.value);
      projections.error.push(measured.bound);
      for (let i = 0; i < length; i++) bars[i] = Math.min(bars[i], measured.bound / Math.abs(direction[i]));
      if (yield) return "stopped";
    }
    for (let i = 0; i < length; i++) {
      if (verdict[offset + i] !== "inconclusive") continue;
      verdict[offset + i] = "pass";
      error[offset + i] = still ? 0 : bars[i];
      if (still) this.#survey.numeric[offset + i] = 0;
    }
    if (!still) this.#survey.projections.set(this.#slice.name, projections);
    return "done";
  }

  /** A direction of random signs and sizes, powers of two around the scale of each entry. */
  #draw(stream: Rng): Float64Array {
    const { offset, length } = this.#slice;
    const share = powerOfTwo(1 / Math.sqrt(length));
    const direction = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const drawn = stream.integer(4);
      const size = scaleOf(this.#theta[offset + i], this.#rms) * share;
      direction[i] = (drawn % 2 === 0 ? size : size / 2) * (drawn < 2 ? -1 : 1);
    }
    return direction;
  }

  /** The slope along the part of a direction from `start` to `end`, beside what is known of these entries. */
  #measure(direction: Float64Array, start: number, end: number) {
    const { offset, length } = this.#slice;
    const { analytic, numeric, verdict } = this.#survey;
    const part = direction.subarray(start, end);
    const line = new DirectionLine(this.#theta, offset + start, part);
    const terms = new Float64Array(part.length);
    let predicted = 0;
    for (let i = 0, at = offset + start; i < part.length; i++, at++) {
      terms[i] = part[i] * (verdict[at] === "inconclusive" ? analytic[at] : numeric[at]);
      predicted += terms[i];
    }
    const allowed = 4 * this.#options.threshold * norm(terms);
    // A part moves as far as the whole does.
    const step = relativeStep * powerOfTwo(Math.sqrt(length / (end - start)));
    const shorter = this.#meter.level(line, step);
    const distance = (slope: number, bar: number) => ({
      value: slope - predicted,
      bound: allowed + bar,
      predicted,
      changed: shorter.changed,
    });
    const first = distance(shorter.slope, shorter.noise);
    if (!isFar(first) || end - start < length) return first;
    const longer = this.#meter.level(line, 4 * step);
    const better = estimate([longer, shorter]);
    return better === undefined ? first : distance(better.value, better.error);
  }

  /** Looks for the wrong entries of a part that is far from its slope; gives whether it was told to stop. */
  *#halve(
    direction: Float64Array,
    start: number,
    end: number,
    whole: Distance,
  ): Generator<void, boolean, boolean | undefined> {
    if (this.#found > most) return false;
    if (end - start === 1) {
      this.#judge(start);
      return (yield) === true;
    }
    const middle = (start + end) >> 1;
    const first = this.#measure(direction, start, middle);
    if (yield) return true;
    // What is not in the one half is in the other.
    const second = { value: whole.value - first.value, bound: whole.bound + first.bound };
    if (isFar(first) && (yield* this.#halve(direction, start, middle, first))) return true;
    return isFar(second) && (yield* this.#halve(direction, middle, end, second));
  }

  get calibration(): Calibration {
    this.#calibration ??= calibrate(this.#meter, this.#theta, this.#slice, this.#options.stream);
    return this.#calibration;
  }

  #judge(k: number): void {
    const { threshold, epsilon } = this.#options;
    const { offset, length } = this.#slice;
    const line = new EntryLine(this.#theta, offset + k, scaleOf(this.#theta[offset + k], this.#rms));
    const level = this.#meter.level(line, epsilon ?? line.scale * this.calibration.relative);
    const typical = typicalSize(this.#survey.analytic.subarray(offset, offset + length));
    judgeEntry(this.#meter, this.#survey, line, level, { ...this.calibration, threshold, typical });
    if (this.#survey.verdict[offset + k] !== "pass") this.#found++;
  }
}
