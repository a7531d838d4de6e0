// The ambient arena: while one is open, the results of operations are taken from it. What runs in it again and again
// makes the same tensors in the same order, and so the k-th result of a run takes the place of the k-th of the run
// before. This is the only state in core that no argument carries, and nothing outside a run can see it.

import { sameShape } from "../arguments/shape.ts";
import { fresh } from "./fresh.ts";
import type { Dtype, Tensor } from "./tensor.ts";

let open: Arena | undefined;
let poisoned = false;

/** For tests: from now on all arenas overwrite with NaN what is recycled, so that a result kept too long shows. */
export function poisonArenas(): void {
  poisoned = true;
}

/**
 * Tensors to be used again. Those of one run are valid until the next run in the same arena.
 *
 * @example
 * import { add, tensor, toArray } from "@nudge/core";
 * import { Arena } from "@nudge/core/internal";
 *
 * const arena = new Arena();
 * const first = arena.run(() => add(tensor([1, 2]), 1));
 * const second = arena.run(() => add(tensor([5, 6]), 1));
 * console.log(first === second, toArray(first));
 * // true [ 6, 7 ]
 */
export class Arena {
  private readonly tensors: Tensor[] = [];
  private taken = 0;
  private running = false;
  private runs = 0;
  private readonly tellsKeepers: boolean;

  /**
   * With `tellsKeepers`, whoever keeps a result finds that out: at every run whose number is a power of two, which costs nothing in
   * the long run, the results of the run before become NaN for good, instead of those of another run.
   */
  constructor({ tellsKeepers = false }: { readonly tellsKeepers?: boolean } = {}) {
    this.tellsKeepers = tellsKeepers;
  }

  /** Whether results of the run before have become NaN at this one. */
  get told(): boolean {
    return this.tellsKeepers && this.runs > 1 && (this.runs & (this.runs - 1)) === 0;
  }

  /**
   * Runs `f`, which is synchronous, with results of operations in this arena. They last until its next run. A run within a
   * run of the same arena takes new memory: the results of the outer one are still needed.
   */
  run<T>(f: () => T): T {
    if (this.running) return outsideArena(f);
    const outer = open;
    this.recycle();
    open = this;
    this.running = true;
    try {
      return f();
    } finally {
      open = outer;
      this.running = false;
    }
  }

  take(shape: readonly number[], dtype: Dtype): Tensor {
    const k = this.taken++;
    const last = this.tensors[k];
    if (last !== undefined && last.dtype === dtype && sameShape(last.shape, shape)) return last;
    const made = fresh(shape, dtype);
    this.tensors[k] = made;
    return made;
  }

  private recycle(): void {
    this.runs++;
    if (poisoned || this.told) for (const { data } of this.tensors) data.fill(Number.NaN);
    if (this.told) this.tensors.length = 0;
    this.taken = 0;
  }
}

/** Runs `f` with no arena, for results that are kept. */
export function outsideArena<T>(f: () => T): T {
  const outer = open;
  open = undefined;
  try {
    return f();
  } finally {
    open = outer;
  }
}

/** A tensor from the open arena, if there is one. */
export function takeFromArena(shape: readonly number[], dtype: Dtype): Tensor | undefined {
  return open?.take(shape, dtype);
}
