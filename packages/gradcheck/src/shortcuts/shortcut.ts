// The outputs of the steps of one tensor, known ahead of the entries that are being measured.

import type { Level, Meter } from "../measure/meter.ts";
import type { EntryLine } from "../sandbox/line.ts";
import { sameNumbers } from "./buffers.ts";
import type { PerturbedPass } from "./perturbed-pass.ts";
import { Refuted, Unfit } from "./recorded-pass.ts";

interface Proof {
  /** The entries to be measured both ways. */
  readonly sampled: ReadonlySet<number>;
  /** Whether what was stored is as it was. */
  isIntact(): boolean;
  /** Called with the entry that showed that the shortcut leads elsewhere. */
  refute(entry: number): void;
  /** Counts outputs that came without a whole pass. */
  spend(evaluations: number): void;
}

export class Shortcut {
  readonly #perturbed: PerturbedPass;
  readonly #steps: Float64Array;
  readonly #proof: Proof;
  /** The outputs of the entries from `first` up to, and without, `end`. */
  readonly #above: Float64Array;
  readonly #below: Float64Array;
  #first = 0;
  #end = 0;
  /** Whether the shortcut is still trusted. */
  #open = true;
  /** Whether the last entry measured both ways changed no output, which proves nothing: then the next one is, too. */
  #owed = false;

  constructor(perturbed: PerturbedPass, steps: Float64Array, proof: Proof) {
    this.#perturbed = perturbed;
    this.#steps = steps;
    this.#proof = proof;
    this.#above = new Float64Array(perturbed.entries * perturbed.size);
    this.#below = new Float64Array(perturbed.entries * perturbed.size);
  }

  /** The level of entry `k` at its step; entries are asked for in order. */
  level(meter: Meter, line: EntryLine, k: number): Level {
    const step = this.#steps[k];
    if (this.#open && k >= this.#end) this.#advance(k);
    if (!this.#open) return meter.level(line, step);
    const { size } = this.#perturbed;
    const ends = { above: this.#above, below: this.#below, at: (k - this.#first) * size };
    // The first copy that is written over an older one: a layer that remembers the older one shows it here.
    const sampled = this.#proof.sampled.has(k) || k === this.#perturbed.entries;
    if (!sampled && !this.#owed) {
      this.#proof.spend(2);
      return meter.levelBetween(ends, step / line.scale, this.#perturbed.taken(k - this.#first));
    }
    const level = meter.level(line, step);
    this.#owed = !level.changed;
    const same = (known: Float64Array, measured: Float64Array) =>
      sameNumbers(known.subarray(ends.at, ends.at + size), measured);
    const last = k === this.#steps.length - 1;
    if (
      !same(this.#above, meter.ends.above) ||
      !same(this.#below, meter.ends.below) ||
      (last && !this.#isIntact())
    ) {
      this.#open = false;
      this.#proof.refute(k);
    }
    return level;
  }

  #isIntact(): boolean {
    return this.#perturbed.intact() && this.#proof.isIntact();
  }

  #advance(k: number): void {
    try {
      this.#perturbed.run(k, this.#steps, this.#above, this.#below);
      this.#first = k;
      this.#end = k + this.#perturbed.entries;
    } catch (error) {
      if (!(error instanceof Unfit || error instanceof Refuted)) throw error;
      this.#open = false;
      // The proof at the last entry is not reached: what was used so far is proved here.
      if (error instanceof Refuted || !this.#isIntact()) this.#proof.refute(k);
    }
  }
}
