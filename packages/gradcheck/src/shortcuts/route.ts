// The way of the entries of one tensor to the output: many of them at a time, each with a step to both sides, and of
// each layer only what the step can change. A parameter in column j of an affine layer, y = x W + b, changes column j of
// its output, an entry in row i of an input row i of the output; a layer that works entry by entry changes no more, and
// what comes after it gets whole copies on top of one another, as rows of one batch. Every number still comes from the
// layers' own forward passes.
import {
  type AffineKernel,
  Arena,
  type Input,
  isTensor,
  type Slice,
  type Tensor,
  type Tree,
} from "@nudge/core";
import { numbersOf } from "../subject/numbers.ts";
import { type Axis, type Kept, Lines, room, Stack } from "./buffers.ts";
import { type Chain, runStage } from "./chain.ts";

/** Copies of an activation: whole, or of each the line in which it differs. */
type Spread =
  | { readonly axis?: undefined; readonly values: Tensor }
  | { readonly axis: Axis; readonly values: Tensor; readonly at: Int32Array };

/** Starts the copies: from the positions of an entry above and below its own, for each of a run of entries. */
type Start = (first: number, positions: Float64Array) => Spread;

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
  readonly #from: number;
  readonly #start: Start;
  readonly #stacks: (Stack | undefined)[] = [];
  readonly #kept: Kept[] = [];
  readonly #positions: Float64Array;
  readonly #arena = new Arena();
  #runs = 0;

  constructor(chain: Chain, slice: Slice, from: number) {
    this.#chain = chain;
    this.#slice = slice;
    this.#from = from;
    this.size = chain.size;
    const sizes = chain.activations.slice(from + 1).map((x) => (x as Tensor).size);
    const width = slice.shape.at(-1) ?? 1;
    const wanted = Math.max(entriesAtOnce - (entriesAtOnce % width), Math.min(width, 2 * entriesAtOnce));
    const room = Math.floor(mostNumbers / 2 / Math.max(...sizes, slice.shape[0] ?? 1));
    this.entries = Math.max(1, Math.min(wanted, room, slice.length));
    this.#positions = new Float64Array(2 * this.entries);
    this.#start = this.#startOf();
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
      const x = theta[this.#slice.offset + first + e];
      positions[2 * e] = x + steps[first + e];
      positions[2 * e + 1] = x + -steps[first + e];
    }
    let spread = this.#start(first, positions.subarray(0, 2 * count));
    const { length } = this.#chain.stages;
    for (let k = this.#from + 1; k < length; k++) spread = this.#advance(spread, k);
    const { slots } = this.#stackOf(spread, length);
    // Of each run, one copy or another is completed both ways.
    const proven = this.#runs++ % (2 * count);
    for (let s = 0; s < 2 * count; s++) {
      const e = s >> 1;
      const index = this.#slice.offset + first + e;
      const x = theta[index];
      theta[index] = positions[s];
      try {
        this.#chain.complete(slots[s], s % 2 === 0 ? above : below, e * this.size, s === proven);
      } finally {
        theta[index] = x;
      }
    }
  }

  /** How far apart the positions of entry `e` of the last run were. */
  taken(e: number): number {
    return this.#positions[2 * e] - this.#positions[2 * e + 1];
  }

  /** Whether nobody wrote to what was kept. */
  intact(): boolean {
    return this.#kept.every((one) => one.intact());
  }

  #startOf(): Start {
    const { stages, activations } = this.#chain;
    const { kernel, prefix } = stages[this.#from];
    const [x, y] = [activations[this.#from], activations[this.#from + 1]];
    if (kernel === undefined || !isMatrix(x) || !isMatrix(y)) return this.#alone;
    const { name } = this.#slice;
    if (this.#from === 0 && name === "input") return this.#rows(x);
    if (kernel.kind !== "affine") return this.#alone;
    if (name === prefix + kernel.weight) return this.#columns(kernel, x, "weight");
    return name === prefix + kernel.bias ? this.#columns(kernel, x, "bias") : this.#alone;
  }

  /** The layer runs once for each copy. */
  readonly #alone: Start = (first, positions) => {
    const { theta, stages, activations } = this.#chain;
    const stack = this.#stackAt(this.#from + 1);
    const { shape } = activations[this.#from + 1] as Tensor;
    for (const [s, position] of positions.entries()) {
      const index = this.#slice.offset + first + (s >> 1);
      const x = theta[index];
      theta[index] = position;
      try {
        write(stack.slots[s], runStage(stages[this.#from], activations[this.#from], shape));
      } finally {
        theta[index] = x;
      }
    }
    return { values: stack.whole };
  };

  /** Rows of the input, each with one entry moved. */
  #rows(x: Tensor): Start {
    const width = x.shape[1];
    const rows = this.#keep(new Lines(x, 0, 2 * this.entries));
    return (first, positions) => {
      for (const [s, position] of positions.entries()) {
        const entry = first + (s >> 1);
        rows.take(s, Math.floor(entry / width), entry % width, position);
      }
      return this.#advance({ axis: 0, values: rows.matrix, at: rows.at }, 0);
    };
  }

  /** The layer on columns of its weight and bias, in each of which one parameter is moved. */
  #columns(kernel: AffineKernel, x: Tensor, moved: "weight" | "bias"): Start {
    const stage = this.#chain.stages[this.#from];
    const slots = 2 * this.entries;
    const weight = stage.parameters[kernel.weight] as Tensor;
    const bias =
      kernel.bias === undefined ? undefined : (stage.parameters[kernel.bias] as Tensor | undefined);
    const columns = this.#keep(new Lines(weight, 1, slots));
    const biases = room([slots]);
    const parameters: Tree<Tensor> = {
      ...stage.parameters,
      [kernel.weight]: columns.matrix,
      ...(kernel.bias !== undefined && { [kernel.bias]: bias && biases }),
    };
    const width = weight.shape[1];
    return (first, positions) => {
      for (const [s, position] of positions.entries()) {
        const entry = first + (s >> 1);
        const column = entry % width;
        const row = moved === "weight" ? Math.floor(entry / width) : 0;
        columns.take(s, column, row, moved === "weight" ? position : weight.data[column]);
        if (bias) biases.data[s] = moved === "bias" ? position : bias.data[column];
      }
      return { axis: 1, values: runStage(stage, x, [x.shape[0], slots], parameters), at: columns.at };
    };
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
      const from = spread.axis === 1 ? { values: this.#stackOf(spread, k).whole } : spread;
      return { ...from, values: runStage(stage, from.values, [from.values.shape[0], y.shape[1]]) };
    }
    const to = this.#stackAt(k + 1);
    for (const [s, slot] of this.#stackOf(spread, k).slots.entries())
      write(to.slots[s], runStage(stage, slot, y.shape));
    return { values: to.whole };
  }

  /** The copies as wholes: what stage `k` gets, or the output after the last one. */
  #stackOf(spread: Spread, k: number): Stack {
    const stack = this.#stackAt(k, spread.axis !== undefined);
    if (spread.axis !== undefined) stack.writeLines(spread.values, spread.axis, spread.at);
    else if (spread.values !== stack.whole) write(stack.whole, spread.values);
    return stack;
  }

  /** The stack of what stage `k` gets; one that only lines are written to is kept. */
  #stackAt(k: number, kept = false): Stack {
    const made = this.#stacks[k];
    if (made !== undefined) return made;
    const stack = new Stack(this.#chain.activations[k] as Tensor, 2 * this.entries);
    this.#stacks[k] = kept ? this.#keep(stack.fill()) : stack;
    return stack;
  }

  #keep<K extends Kept>(one: K): K {
    this.#kept.push(one);
    return one;
  }
}

const isMatrix = (x: Input): x is Tensor => isTensor(x) && x.dimension === 2;

function write(into: Tensor, x: Tensor): void {
  into.data.set(numbersOf(x));
}
