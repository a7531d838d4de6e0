// Shorter ways to the outputs of single steps, for subjects that are layers one after another. What they give is what
// the whole forward pass gives, to the bit: some entries of each tensor are measured both ways, and one difference
// refutes all shortcuts of the subject.
import { rng, type Slice } from "@nudge/core";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { place } from "../words/describe.ts";
import { indexOf } from "../words/index-of.ts";
import { PerturbedPass } from "./perturbed-pass.ts";
import { type RecordedPass, Refuted, recordPass } from "./recorded-pass.ts";
import { Shortcut } from "./shortcut.ts";

/** So few entries are measured as fast by whole passes. */
const fewest = 10;
/** One in so many entries, and one at least, is measured both ways besides the first and the last. */
const sampling = 1024;

const without = "the check did without shortcuts";

export class Shortcuts {
  /** What showed that one of them leads elsewhere. */
  refuted: string | undefined;
  readonly #sandbox: Sandbox;
  readonly #center: Float64Array;
  readonly #stream = rng(0);
  #opened: { readonly pass: RecordedPass | undefined } | undefined;

  /** Around θ as it stands, where the output is `center`. */
  constructor(sandbox: Sandbox, center: Float64Array) {
    this.#sandbox = sandbox;
    this.#center = center;
  }

  #open(): RecordedPass | undefined {
    try {
      this.#opened ??= { pass: recordPass(this.#sandbox, this.#center) };
    } catch (error) {
      if (!(error instanceof Refuted)) throw error;
      this.#opened = { pass: undefined };
      this.refuted = `layer by layer, and by what these and the loss declare, comes another output than from a whole forward pass: ${without}`;
    }
    return this.#opened.pass;
  }

  /** A shortcut for the entries of a tensor at steps of these lengths; undefined where there is none. */
  along(slice: Slice, steps: Float64Array): Shortcut | undefined {
    // Kernels would run outside of the bounds as well.
    const isFree = slice.length >= fewest && this.#sandbox.bounds.of(slice) === undefined;
    const pass = isFree ? this.#open() : undefined;
    if (pass === undefined) return undefined;
    const { stages } = pass;
    const from = slice.name === "input" ? 0 : stages.findIndex(({ prefix }) => slice.name.startsWith(prefix));
    const saves = from > 0 || (from === 0 && stages.some(({ kernel }) => kernel !== undefined));
    if (!saves) return undefined;
    const count = Math.ceil(slice.length / sampling);
    const drawn = Array.from({ length: count }, () => this.#stream.integer(slice.length));
    return new Shortcut(new PerturbedPass(pass, slice, from), steps, {
      sampled: new Set([0, ...drawn, slice.length - 1]),
      spend: (evaluations) => {
        this.#sandbox.evaluations += evaluations;
      },
      isIntact: () => pass.intact(),
      refute: (entry) => {
        const declared = stages.filter(({ kernel }, k) => k >= from && kernel);
        const names = [...new Set(declared.map(({ layer }) => `${layer}`))].join(", ");
        const trusting = names === "" ? "" : `, and by what ${names} declare,`;
        this.refuted = `layer by layer${trusting} a step in ${place(slice.name, indexOf(entry, slice.shape))} leads to another output than in a whole forward pass: ${without}`;
      },
    });
  }
}
