// A forward pass for many entries of one tensor at a time, each with a step to both sides; of each layer only what the
// step can change. A layer that works entry by entry is run on the changed rows or columns alone, an affine one on whole
// copies, stacked as the rows of one batch, and any other layer on one copy at a time. Every number still comes from the
// layers' own forward passes.
import type { Slice, Tensor } from "@nudge/core";
import { Arena } from "@nudge/core/internal";
import { isMatrix, type Perturbation, perturbationOf } from "./perturb.ts";
import { type RecordedPass, runStage } from "./recorded-pass.ts";
import { type Copies, Workspace, write } from "./workspace.ts";

/** Numbers in all copies of an activation together: more than that are not held at once. */
const mostNumbers = 2 ** 17;
/** Entries at a time, or as many as there are columns. */
const entriesAtOnce = 32;

export class PerturbedPass {
  /** How many entries are taken at once. */
  readonly entries: number;
  /** How many numbers the output is. */
  readonly size: number;
  readonly #pass: RecordedPass;
  readonly #slice: Slice;
  readonly #perturbation: Perturbation;
  readonly #workspace: Workspace;
  readonly #positions: Float64Array;
  readonly #arena = new Arena();
  #runs = 0;

  constructor(pass: RecordedPass, slice: Slice, from: number) {
    this.#pass = pass;
    this.#slice = slice;
    this.size = pass.size;
    const sizes = pass.activations.slice(from + 1).map((x) => (x as Tensor).size);
    const width = slice.shape.at(-1) ?? 1;
    const wanted = Math.max(entriesAtOnce - (entriesAtOnce % width), Math.min(width, 2 * entriesAtOnce));
    const most = Math.floor(mostNumbers / 2 / Math.max(...sizes, slice.shape[0] ?? 1));
    this.entries = Math.max(1, Math.min(wanted, most, slice.length));
    this.#positions = new Float64Array(2 * this.entries);
    this.#workspace = new Workspace(pass.activations, 2 * this.entries);
    this.#perturbation = perturbationOf(pass, slice, from, this.#workspace);
  }

  /**
   * Writes the outputs for a run of entries, from `first` of the slice on, at steps to both sides. Throws `Unfit` where
   * there is no way for them, and `Refuted` where it leads elsewhere.
   */
  run(first: number, steps: Float64Array, above: Float64Array, below: Float64Array): void {
    this.#arena.run(() => this.#run(first, steps, above, below));
  }

  #run(first: number, steps: Float64Array, above: Float64Array, below: Float64Array): void {
    const { theta } = this.#pass;
    const positions = this.#positions;
    const count = Math.min(this.entries, steps.length - first);
    for (let e = 0; e < count; e++) {
      const x = theta.values[this.#slice.offset + first + e];
      positions[2 * e] = x + steps[first + e];
      positions[2 * e + 1] = x + -steps[first + e];
    }
    let copies = this.#perturbation.perturb(first, positions.subarray(0, 2 * count));
    const { length } = this.#pass.stages;
    for (let k = this.#perturbation.next; k < length; k++) copies = this.#advance(copies, k);
    const { slots } = this.#workspace.of(copies, length);
    // In each run the loss of one copy, another one each time, is computed both ways.
    const proven = this.#runs++ % (2 * count);
    for (let s = 0; s < 2 * count; s++) {
      const e = s >> 1;
      const index = this.#slice.offset + first + e;
      theta.withEntry(index, positions[s], () =>
        this.#pass.complete(slots[s], s % 2 === 0 ? above : below, e * this.size, s === proven),
      );
    }
  }

  /** How far apart the positions of entry `e` of the last run were. */
  taken(e: number): number {
    return this.#positions[2 * e] - this.#positions[2 * e + 1];
  }

  /** Whether no layer wrote to the copies. */
  intact(): boolean {
    return this.#workspace.intact();
  }

  /** Runs stage `k` on all copies. */
  #advance(copies: Copies, k: number): Copies {
    const { stages, activations } = this.#pass;
    const stage = stages[k];
    const { kernel } = stage;
    const [x, y] = [activations[k] as Tensor, activations[k + 1] as Tensor];
    if (kernel?.kind === "elementwise")
      return { ...copies, values: runStage(stage, copies.values, copies.values.shape) };
    if (kernel?.kind === "affine" && isMatrix(x) && isMatrix(y)) {
      // What differs in a column of x differs in all of y.
      const from = copies.axis === 1 ? { values: this.#workspace.of(copies, k).whole } : copies;
      return { ...from, values: runStage(stage, from.values, [from.values.shape[0], y.shape[1]]) };
    }
    const to = this.#workspace.at(k + 1);
    for (const [s, slot] of this.#workspace.of(copies, k).slots.entries())
      write(to.slots[s], runStage(stage, slot, y.shape));
    return { values: to.whole };
  }
}
