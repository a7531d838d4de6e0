// Perturbed copies of what passes between two layers, whole or only the line of each that differs, and the stacks in
// which lines become wholes again.
import type { Tensor } from "@nudge/core";
import { numbersOf } from "../subject/numbers.ts";
import { type Axis, type Kept, Stack } from "./buffers.ts";

/** Copies of an activation: whole, or of each the line in which it differs. */
export type Spread =
  | { readonly axis?: undefined; readonly values: Tensor }
  | { readonly axis: Axis; readonly values: Tensor; readonly at: Int32Array };

export function write(into: Tensor, x: Tensor): void {
  into.data.set(numbersOf(x));
}

/** The stacks of a route: of what stage k gets, and of the output after the last one. */
export class Stacks {
  readonly #stacks: (Stack | undefined)[] = [];
  readonly #kept: Kept[] = [];

  constructor(
    readonly activations: readonly unknown[],
    readonly slots: number,
  ) {}

  /** The copies as wholes. */
  of(spread: Spread, k: number): Stack {
    const stack = this.at(k, spread.axis !== undefined);
    if (spread.axis !== undefined) stack.writeLines(spread.values, spread.axis, spread.at);
    else if (spread.values !== stack.whole) write(stack.whole, spread.values);
    return stack;
  }

  /** The stack before stage `k`; one that only lines are written to is kept. */
  at(k: number, kept = false): Stack {
    const made = this.#stacks[k];
    if (made !== undefined) return made;
    const stack = new Stack(this.activations[k] as Tensor, this.slots);
    this.#stacks[k] = kept ? this.keep(stack.fill()) : stack;
    return stack;
  }

  keep<K extends Kept>(one: K): K {
    this.#kept.push(one);
    return one;
  }

  /** Whether nobody wrote to what was kept. */
  intact(): boolean {
    return this.#kept.every((one) => one.intact());
  }
}
