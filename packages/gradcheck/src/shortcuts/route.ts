// The way of the entries of one tensor to the output: many of them at a time, each with a step to both sides, and of
// each layer only what the step can change. A layer that works entry by entry takes columns and rows for what they are,
// an affine one takes whole copies on top of one another, as rows of one batch, and any other layer one copy at a time.
// Every number still comes from the layers' own forward passes.
import type { Slice, Tensor } from "@nudge/core";
import { Arena } from "@nudge/core/internal";
import { type Chain, runStage } from "./chain.ts";
import { type Spread, Stacks, write } from "./spread.ts";
import { isMatrix, type Start, startOf } from "./start.ts";

/** Numbers in all copies of an activation together: more than that are not held at once. */
const mostNumbers = 2 ** 17;
/** Entries at a time, or as many as there are columns. */
const entriesAtOnce = 32;

export class Route {
  /** How many entries are taken at once. */
  readonly entries: number;
  /** How many numbers the output is. */
  readonly size: number;
  readonly #chain: Chain;
  readonly #slice: Slice;
  readonly #start: Start;
  readonly #stacks: Stacks;
  readonly #positions: Float64Array;
  readonly #arena = new Arena();
  #runs = 0;

  constructor(chain: Chain, slice: Slice, from: number) {
    this.#chain = chain;
    this.#slice = slice;
    this.size = chain.size;
    const sizes = chain.activations.slice(from + 1).map((x) => (x as Tensor).size);
    const width = slice.shape.at(-1) ?? 1;
    const wanted = Math.max(entriesAtOnce - (entriesAtOnce % width), Math.min(width, 2 * entriesAtOnce));
    const room = Math.floor(mostNumbers / 2 / Math.max(...sizes, slice.shape[0] ?? 1));
    this.entries = Math.max(1, Math.min(wanted, room, slice.length));
    this.#positions = new Float64Array(2 * this.entries);
    this.#stacks = new Stacks(chain.activations, 2 * this.entries);
    this.#start = startOf(chain, slice, from, this.#stacks);
  }

  /**
   * Writes the outputs for a run of entries, from `first` of the slice on, at steps to both sides. Throws `Unfit` where
   * there is no way for them, and `Refuted` where it leads elsewhere.
   */
  run(first: number, steps: Float64Array, above: Float64Array, below: Float64Array): void {
    this.#arena.run(() => this.#run(first, steps, above, below));
  }

  #run(first: number, steps: Float64Array, above: Float64Array, below: Float64Array): void {
    const { theta } = this.#chain;
    const positions = this.#positions;
    const count = Math.min(this.entries, steps.length - first);
    for (let e = 0; e < count; e++) {
      const x = theta.values[this.#slice.offset + first + e];
      positions[2 * e] = x + steps[first + e];
      positions[2 * e + 1] = x + -steps[first + e];
    }
    let spread = this.#start.begin(first, positions.subarray(0, 2 * count));
    const { length } = this.#chain.stages;
    for (let k = this.#start.next; k < length; k++) spread = this.#advance(spread, k);
    const { slots } = this.#stacks.of(spread, length);
    // Of each run, one copy or another is completed both ways.
    const proven = this.#runs++ % (2 * count);
    for (let s = 0; s < 2 * count; s++) {
      const e = s >> 1;
      const index = this.#slice.offset + first + e;
      theta.withEntry(index, positions[s], () =>
        this.#chain.complete(slots[s], s % 2 === 0 ? above : below, e * this.size, s === proven),
      );
    }
  }

  /** How far apart the positions of entry `e` of the last run were. */
  taken(e: number): number {
    return this.#positions[2 * e] - this.#positions[2 * e + 1];
  }

  /** Whether nobody wrote to what was kept. */
  intact(): boolean {
    return this.#stacks.intact();
  }

  /** Runs stage `k` on all copies. */
  #advance(spread: Spread, k: number): Spread {
    const { stages, activations } = this.#chain;
    const stage = stages[k];
    const { kernel } = stage;
    const [x, y] = [activations[k] as Tensor, activations[k + 1] as Tensor];
    if (kernel?.kind === "elementwise")
      return { ...spread, values: runStage(stage, spread.values, spread.values.shape) };
    if (kernel?.kind === "affine" && isMatrix(x) && isMatrix(y)) {
      // What differs in a column of x differs in all of y.
      const from = spread.axis === 1 ? { values: this.#stacks.of(spread, k).whole } : spread;
      return { ...from, values: runStage(stage, from.values, [from.values.shape[0], y.shape[1]]) };
    }
    const to = this.#stacks.at(k + 1);
    for (const [s, slot] of this.#stacks.of(spread, k).slots.entries())
      write(to.slots[s], runStage(stage, slot, y.shape));
    return { values: to.whole };
  }
}
