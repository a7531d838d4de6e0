// The search of one tensor for the entries that are wrong: a group that is far from its slope is halved, down to single
// entries, which are judged.
import type { Slice } from "@nudge/core";
import { type Calibration, calibrate } from "../measure/calibrate.ts";
import type { Level, Meter } from "../measure/meter.ts";
import { relativeStep, rootMeanSquare, scaleOf } from "../measure/step.ts";
import { EntryLine } from "../sandbox/line.ts";
import { norm } from "../words/ratio.ts";
import { epsilonOf } from "../words/settings.ts";
import { judgeEntry, typicalSize } from "./entry.ts";
import { drawGroup, type Group, halves, lineOf, shareOf } from "./group.ts";
import { type Distance, type Expected, excessOf, isFar, measureAlong } from "./measure-along.ts";
import type { Survey, SurveyOptions } from "./survey.ts";

/** A part of the survey: it yields after each measurement, and may be left there. */
export type Searching<T> = Generator<void, T, unknown>;

/** So many entries are not found faster by halving than by looking at all. */
const most = 16;
/** How far an entry moves at most, as a share of its scale: as far as where it is calibrated by itself. */
export const longest = 2 ** -3;

/** What the searches of all tensors share. */
export interface Searched {
  readonly meter: Meter;
  readonly survey: Survey;
  readonly options: SurveyOptions;
  /** The slope of each entry of θ, as far as is known: its gradient, until it was judged by itself. */
  readonly known: Float64Array;
}

export class Search {
  /** The entries that were judged by themselves. */
  readonly judged = new Set<number>();
  /** The step at which slopes of this tensor show best. */
  step = relativeStep;
  /** The relative error from which on an entry is wrong. */
  readonly threshold: number;
  readonly #rms: number;
  readonly #typical: number;
  #calibration: Calibration | undefined;
  #halved = 0;

  constructor(
    readonly all: Searched,
    readonly slice: Slice,
  ) {
    const { offset, length } = slice;
    this.threshold = all.options.threshold.of(slice);
    this.#rms = rootMeanSquare(all.meter.theta.slice(offset, offset + length));
    this.#typical = typicalSize(all.survey.analytic.subarray(offset, offset + length));
  }

  /** The entries that were not judged by themselves. */
  get open(): Int32Array {
    const { offset, length } = this.slice;
    return Int32Array.from({ length }, (_, k) => offset + k).filter((i) => !this.judged.has(i));
  }

  draw(entries: Int32Array): Group {
    return drawGroup(this.all.meter.theta, entries, this.#rms, this.all.options.stream);
  }

  /** What is known of the slope along a group. */
  expect({ entries, moves }: Group): Expected {
    const terms = moves.map((d, k) => d * this.all.known[entries[k]]);
    const predicted = terms.reduce((sum, term) => sum + term, 0);
    const size = Math.max(norm(terms), Math.abs(predicted));
    // Each entry may be off by the threshold; four times their sum in random directions is never reached.
    return { predicted, size, entries: entries.length, allowed: 4 * this.threshold * size };
  }

  /** Looks for the wrong entries of a group; the distance that they leave is far where not all were found. */
  *find(group: Group): Searching<Distance> {
    const found = this.#measure(group);
    yield;
    if (!isFar(found)) return found;
    yield* this.#halve(group, found, found);
    const left = this.#measure(group);
    yield;
    return left;
  }

  #measure(group: Group): Distance {
    const { meter } = this.all;
    const steps = { start: this.#stepOf(group, this.step), longest: longest / group.share };
    return measureAlong(meter, lineOf(meter.theta, group), this.expect(group), steps);
  }

  *#halve(group: Group, distance: Distance, whole: Distance): Searching<void> {
    if (this.#halved > most) return;
    if (group.entries.length === 1) {
      this.#halved++;
      return yield* this.judge(group.entries[0]);
    }
    const [first, second] = halves(group);
    const inFirst = this.#measurePart(first, whole);
    yield;
    // What is not in the one half is in the other, which is measured where the difference is too blurred to show it. Smaller
    // groups show more: where neither half is far, the farther one is halved.
    let inSecond: Distance = {
      ...distance,
      value: distance.value - inFirst.value,
      error: distance.error + inFirst.error,
      allowed: distance.allowed + inFirst.allowed,
    };
    let isOpen = isFar;
    if (!isFar(inFirst) && !isFar(inSecond)) {
      inSecond = this.#measurePart(second, whole);
      yield;
      if (!isFar(inSecond)) {
        const farther = excessOf(inFirst) > excessOf(inSecond) ? inFirst : inSecond;
        isOpen = (half) => half === farther;
      }
    }
    if (isOpen(inFirst)) yield* this.#halve(first, inFirst, whole);
    if (isOpen(inSecond)) yield* this.#halve(second, inSecond, whole);
  }

  /** The distance of a part, from one step: it is taken to have as much truncation as the whole. */
  #measurePart(part: Group, { step, truncation }: Distance): Distance {
    const { predicted, allowed } = this.expect(part);
    const { slope, noise } = this.level(part, step);
    return { value: slope - predicted, error: noise + truncation, truncation, allowed, step };
  }

  /** What a part of a group shows when it moves as far as the whole does in a step. */
  level(part: Group, step: number): Level {
    const { meter } = this.all;
    return meter.level(lineOf(meter.theta, part), this.#stepOf(part, step));
  }

  #stepOf({ entries, share }: Group, step: number): number {
    const own = shareOf(entries.length);
    return Math.min(step * own, longest) / share;
  }

  /** Judges one entry by itself. */
  *judge(entry: number): Searching<void> {
    const { meter, survey, known, options } = this.all;
    const { epsilon, stream } = options;
    this.#calibration ??= calibrate(meter, this.slice, survey.analytic, stream);
    const line = new EntryLine(meter.theta, entry, scaleOf(meter.theta[entry], this.#rms));
    const level = meter.level(
      line,
      epsilonOf(epsilon, this.slice) ?? line.scale * this.#calibration.relative,
    );
    judgeEntry(meter, survey, line, level, {
      ...this.#calibration,
      threshold: this.threshold,
      typical: this.#typical,
    });
    this.judged.add(entry);
    if (Number.isFinite(survey.numeric[entry])) known[entry] = survey.numeric[entry];
    yield;
  }
}
