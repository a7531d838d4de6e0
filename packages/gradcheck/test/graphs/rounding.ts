// What rounding leaves to be known of a graph, found by computing it again and again with other roundings.
import { rng } from "@nudge/core";
import type { Graph } from "./graph.ts";
import { Tape } from "./tape.ts";

const samples = 24;
/** The roundings of several operations on the way may add up where each sample draws them apart. */
const units = 2;
/** A gradient that varies by more than this share of it is known to no two digits. */
const much = 1e-2;
/** The longest step that every check takes, in sizes of the entry or of its tensor. */
const farthest = 8;

export class Rounding {
  /** How far each entry of the gradient moves when the steps round otherwise: closer than that nobody knows it. */
  readonly spread: Float64Array;
  /** How far each entry of the output moves then. */
  readonly #noise: Float64Array;
  readonly #graph: Graph;
  readonly #right: Float64Array;

  constructor(graph: Graph, right: Float64Array) {
    this.#graph = graph;
    this.#right = right;
    const { seed, outputs, upstream } = graph;
    const tape = Tape.of(graph);
    const plain = tape.read(outputs, new Float64Array(upstream.length));
    const moved = plain.slice();
    this.#noise = new Float64Array(upstream.length);
    this.spread = right.map((g) => 4 * Number.EPSILON * Math.abs(g));
    const stream = rng(seed);
    const draw = () => 2 * stream.uniform() - 1;
    const widen = (widths: Float64Array, around: Float64Array, values: Float64Array) => {
      for (let i = 0; i < widths.length; i++)
        widths[i] = Math.max(widths[i], Math.abs(values[i] - around[i]));
    };
    for (let sample = 0; sample < samples; sample++) {
      tape.forward(draw, units);
      widen(this.#noise, plain, tape.read(outputs, moved));
      widen(this.spread, right, tape.backward(outputs, upstream, draw, units));
    }
  }

  /**
   * Whether the gradient of an entry is not defined as far as it is judged: it varies by much when the steps round otherwise,
   * or what was measured is one of the gradients that it takes then. In float32 parts every measured slope is.
   */
  isChaotic(i: number, numeric: number, error: number): boolean {
    const [g, spread] = [this.#right[i], this.spread[i]];
    const isBlurred = this.#graph.steps.some(({ rounded }) => rounded);
    return spread > much * Math.abs(g) || (!isBlurred && Math.abs(numeric - g) <= 2 * spread + error);
  }

  /** Whether the slope of an entry moves an output by more than its rounding over the longest step. */
  isVisible(i: number): boolean {
    const { leaves, outputs, upstream } = this.#graph;
    const tape = Tape.of(this.#graph);
    const scale = leaves.flatMap(({ values }) => {
      const rms = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
      return values.map((x) => Math.max(Math.abs(x), rms));
    })[i];
    return upstream.some((_, o) => {
      const slope = tape.backward(
        outputs,
        upstream.map((_, k) => Number(k === o)),
      )[i];
      return Math.abs(slope) * farthest * scale > this.#noise[o];
    });
  }
}
