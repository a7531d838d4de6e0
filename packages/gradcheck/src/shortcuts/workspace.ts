// Perturbed copies of what passes between two layers, whole or only the line of each that differs, and the arrays in
// which lines become wholes again.
import type { Tensor } from "@nudge/core";
import { numbersOf } from "../subject/numbers.ts";
import { type Axis, type Guarded, Stack } from "./buffers.ts";

/** Copies of an activation: whole, or of each the line in which it differs. */
export type Copies =
  | { readonly axis?: undefined; readonly values: Tensor }
  | { readonly axis: Axis; readonly values: Tensor; readonly at: Int32Array };

export function write(into: Tensor, x: Tensor): void {
  into.data.set(numbersOf(x));
}

/** Arrays for the copies of what each stage gets, and of the output after the last one. */
export class Workspace {
  readonly #stacks: (Stack | undefined)[] = [];
  readonly #guarded: Guarded[] = [];

  constructor(
    readonly activations: readonly unknown[],
    readonly slots: number,
  ) {}

  /** The copies as wholes. */
  of(copies: Copies, k: number): Stack {
    const stack = this.at(k, copies.axis !== undefined);
    if (copies.axis !== undefined) stack.writeLines(copies.values, copies.axis, copies.at);
    else if (copies.values !== stack.whole) write(stack.whole, copies.values);
    return stack;
  }

  /** The stack of inputs of stage `k`, made once; `guarded` where only lines are written to it. */
  at(k: number, guarded = false): Stack {
    const made = this.#stacks[k];
    if (made !== undefined) return made;
    const stack = new Stack(this.activations[k] as Tensor, this.slots);
    this.#stacks[k] = guarded ? this.guard(stack.fill()) : stack;
    return stack;
  }

  /** Has an array looked at by `intact`. */
  guard<K extends Guarded>(one: K): K {
    this.#guarded.push(one);
    return one;
  }

  /** Whether nobody else wrote to the guarded arrays. */
  intact(): boolean {
    return this.#guarded.every((one) => one.intact());
  }
}
