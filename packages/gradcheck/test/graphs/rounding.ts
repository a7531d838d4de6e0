// What rounding leaves to be known of a graph from outside, found by computing it again and again with other roundings.
import { rng } from "@nudge/core";
import type { Graph } from "./graph.ts";
import { Tape } from "./tape.ts";

/**
 * Why nobody could measure a slope from outside. "chaotic": the gradient itself varies when the steps round otherwise, and
 * what was measured is among that; where parts are float32, it has to vary by much. "absorbed": what was measured is the slope without those outputs that are so much larger
 * than what the entry adds to them that no step changes a digit of theirs.
 */
export type Excuse = "chaotic" | "absorbed";

const samples = 24;
/** The roundings of several operations on the way may add up where each sample draws them apart. */
const units = 2;
/** A slope that varies by more than this share of it is not only blurred, as every slope of float32 parts is. */
const much = 1e-3;
/** How far a step may go, in sizes of the largest entry of the tensor. */
const farthest = 16;

export class Rounding {
  /** How far each entry of the gradient moves when the steps round otherwise: closer than that nobody knows it. */
  readonly spread: Float64Array;
  readonly #blurred: boolean;
  readonly #visible: Float64Array;
  readonly #hidden: Float64Array;

  constructor(
    { seed, leaves, steps, outputs, upstream }: Graph,
    readonly right: Float64Array,
  ) {
    this.#blurred = steps.some(({ rounded }) => rounded);
    const tape = Tape.of({ leaves, steps });
    const slopesOf = (output: number) =>
      tape.backward(
        outputs,
        upstream.map((c, o) => (o === output ? c : 0)),
      );
    const parts = upstream.map((_, output) => slopesOf(output));
    const plain = tape.read(outputs, upstream.length);
    const noise = new Float64Array(upstream.length);
    this.spread = right.map((g) => 4 * Number.EPSILON * Math.abs(g));
    const stream = rng(seed);
    const widen = (widths: Float64Array, around: Float64Array, values: Float64Array) => {
      for (let i = 0; i < widths.length; i++)
        widths[i] = Math.max(widths[i], Math.abs(values[i] - around[i]));
    };
    for (let sample = 0; sample < samples; sample++) {
      tape.forward(() => 2 * stream.uniform() - 1, units);
      widen(noise, plain, tape.read(outputs, upstream.length));
      widen(this.spread, right, tape.backward(outputs, upstream));
    }
    const scales = leaves.flatMap(({ values }) => values.map(() => Math.max(...values.map(Math.abs))));
    const isSeen = (i: number, output: number) =>
      Math.abs(parts[output][i]) * farthest * scales[i] > Math.abs(upstream[output]) * noise[output];
    const sumOver = (i: number, seen: boolean) =>
      parts.reduce((sum, part, output) => sum + (isSeen(i, output) === seen ? part[i] : 0), 0);
    this.#visible = right.map((_, i) => sumOver(i, true));
    this.#hidden = right.map((_, i) => sumOver(i, false));
  }

  /** Why entry `i` may be said to be `numeric` ± `error`, which its gradient is not; undefined where there is no reason. */
  excuse(i: number, numeric: number, error: number): Excuse | undefined {
    const [g, spread] = [this.right[i], this.spread[i]];
    const varies = !this.#blurred || !(spread <= much * Math.abs(g));
    if (varies && Math.abs(numeric - g) <= 2 * spread + error) return "chaotic";
    const close = 2 * error + much * Math.abs(this.#visible[i]);
    return this.#hidden[i] !== 0 && Math.abs(numeric - this.#visible[i]) <= close ? "absorbed" : undefined;
  }
}
