// The levels along a line that one slope is judged by, at steps that fall by a factor of four. They are measured as they
// are asked for, from a first one on to both ends.
import { type Estimate, estimate } from "../measure/estimate.ts";
import type { Level, Meter, Response } from "../measure/meter.ts";
import type { Line } from "../sandbox/line.ts";

/** From step to step; two neighbours tell truncation, which grows 16 times, from rounding, which falls 4 times. */
export const factor = 4;

/** The same outside of the domain, where nothing is measured on the way. */
export const leap = 2 ** 10;

/** Below it the two ends of a step are no longer told apart, or the numbers end. */
export const shortestStep = ({ size, scale }: Line) => Math.max(4 * Number.EPSILON * size, scale * 2 ** -100);

export class Ladder {
  /** In the order of falling steps. */
  readonly levels: Level[];
  readonly #meter: Meter;
  #estimate: Estimate | undefined;
  #isEstimated = false;

  constructor(
    meter: Meter,
    readonly line: Line,
    /** The first step. */
    readonly start: number,
    /** How the output responds to long steps. */
    readonly response: Response,
  ) {
    this.#meter = meter;
    this.levels = [meter.level(line, start, response)];
  }

  /** The level at a step; measured where none is there yet. */
  measure(t: number): Level {
    const { levels } = this;
    const known = levels.find(({ step }) => Math.abs(step - t) < t / 2);
    if (known !== undefined) return known;
    const level = this.#meter.level(this.line, t, this.response);
    const shorter = levels.findIndex(({ step }) => step < level.step);
    levels.splice(shorter < 0 ? levels.length : shorter, 0, level);
    this.#isEstimated = false;
    return level;
  }

  /** By how much Σ c y changes over a step to both sides, which is not kept as a level. */
  changeOver(t: number): number {
    const { slope, step } = this.#meter.level(this.line, t, this.response);
    return 2 * step * slope;
  }

  /** The longest step up to a length that is whole factors from the first one. */
  rungBelow(length: number): number {
    return this.start * factor ** Math.floor(Math.log(length / this.start) / Math.log(factor));
  }

  /** The slope by all levels so far; undefined where fewer than two are finite. */
  get estimate(): Estimate | undefined {
    if (!this.#isEstimated) this.#estimate = estimate(this.levels);
    this.#isEstimated = true;
    return this.#estimate;
  }

  /** Σ |c y| of the outputs that change along the line, each where it is largest. */
  get size(): number {
    return this.#meter.weights.reduce((sum, c, i) => sum + Math.abs(c * this.response.peaks[i]), 0);
  }

  /** How steep the output is at most, over the whole scale of the line. */
  get usual(): number {
    return this.response.range / this.line.scale;
  }

  get longest(): Level {
    return this.levels[0];
  }

  /** The most that the output was seen to move along the line, over any step. */
  get moved(): number {
    return Math.max(
      this.response.range,
      ...this.levels.map(({ slope, step }) => Math.abs(slope * step) || 0),
    );
  }
}
