// Where the subject runs: on copies, which it may do to what it likes, so that nothing of the caller's is touched.
// All tensors lie in one vector θ; every forward pass replays the same random numbers and drops returned buffers.
import { copy, isTensor, type Pass, type Rng, rng, type Slice, type Tensor } from "@nudge/core";
import { Arena, leavesOf, mapTree, slicesOf, type Tree, viewsInto } from "@nudge/core/internal";
import { numbersOf } from "../subject/numbers.ts";
import { type Sequence, type Stage, stagesOf } from "../subject/sequence.ts";
import type { Subject } from "../subject/subject.ts";
import type { Settings } from "../words/settings.ts";
import { type Gradients, readGradients } from "./gradients.ts";
import { SubjectError } from "./subject-error.ts";
import { Theta } from "./theta.ts";

/** How the subject has to be run, and how it may be run; `observe` finds out. */
export interface Modes {
  /** The subject writes to its tensors: it gets copies of θ. */
  readonly careful: boolean;
  /** The subject keeps nothing of a pass for the next one: `evaluate` makes outputs in the memory of the last ones. */
  readonly recycling: boolean;
}

/** What a pass forward gets, where it is not what all others get. */
export interface PassOptions {
  readonly training?: boolean;
  /** From `fresh`. */
  readonly tensors?: Tree<Tensor>;
  readonly stream?: Rng;
  /** One of the same tensors on other data. */
  readonly subject?: Subject;
}

/** Something that can be evaluated around a point. */
export interface Evaluator {
  readonly theta: Theta;
  /** Writes the output at θ. */
  evaluate(into: Float64Array): void;
}

/** Copies the entries of a tensor, row-major, into a vector. */
function copyInto(into: Float64Array, x: Tensor): void {
  if (x.size === 1) into[0] = x.data[x.offset];
  else into.set(numbersOf(x));
}

export class Sandbox implements Evaluator {
  /** Where each tensor lies in θ. */
  readonly slices: readonly Slice[];
  /** The point at which the subject is evaluated. */
  readonly theta: Theta;
  /** How often forward was called. */
  evaluations = 0;
  /** The last exception that `evaluate` took for an output of NaN. */
  thrown: SubjectError | undefined;

  #modes: Modes = { careful: false, recycling: false };
  readonly #arena = new Arena();
  readonly #subject: Subject;
  readonly #training: boolean;
  readonly #stream;
  readonly #views: Tree<Tensor>;
  readonly #scratch: Float64Array;
  readonly #scratchViews: Tree<Tensor>;

  constructor(subject: Subject, { seed, training }: Pick<Settings, "seed" | "training">, modes?: Modes) {
    const tensors = mapTree(subject.tensors, copy);
    this.#subject = subject;
    this.#training = training;
    this.#stream = rng(seed);
    this.slices = slicesOf(tensors);
    const values = new Float64Array(this.slices.reduce((sum, { length }) => sum + length, 0));
    for (const [k, [, x]] of leavesOf(tensors).entries()) values.set(x.data, this.slices[k].offset);
    this.theta = new Theta(values);
    this.#views = viewsInto(values, tensors);
    this.#scratch = new Float64Array(values.length);
    this.#scratchViews = viewsInto(this.#scratch, tensors);
    if (modes !== undefined) this.#modes = modes;
  }

  get modes(): Modes {
    return this.#modes;
  }

  /** Sets the modes from here on. For `observe` alone. */
  settle(modes: Partial<Modes>): void {
    this.#modes = { ...this.#modes, ...modes };
  }

  /** The tensors as the subject sees them. */
  get tensors(): Tree<Tensor> {
    return this.#modes.careful ? this.#scratchViews : this.#views;
  }

  /** The tensors at θ as it stands, in arrays that the subject has not seen: for passes that share nothing with others. */
  fresh(): Tree<Tensor> {
    return viewsInto(this.theta.values.slice(), this.#views);
  }

  #refresh(): void {
    if (this.#modes.careful) this.#scratch.set(this.theta.values);
  }

  /** Runs forward at θ. Throws a `SubjectError` when the subject throws. */
  forward({
    training = this.#training,
    tensors = this.tensors,
    stream = this.#stream,
    subject = this.#subject,
  }: PassOptions = {}): readonly [output: Tensor, cache: unknown] {
    this.#refresh();
    const pass: Pass = { training, rng: stream.clone() };
    this.evaluations++;
    let returned: readonly [output: Tensor, cache: unknown];
    try {
      returned = subject.forward(tensors, pass);
    } catch (error) {
      throw new SubjectError("forward", error);
    }
    if (Array.isArray(returned) && isTensor(returned[0])) return returned;
    throw new SubjectError(
      "forward",
      new TypeError("it must return [output, cache] with a tensor as its output"),
    );
  }

  /**
   * Runs backward on what `forward` returned, and on its tensors; the subject gets `upstream` itself. Throws a `SubjectError` as
   * `forward` does.
   */
  backward(upstream: Tensor, cache: unknown, tensors = this.tensors): Gradients {
    this.#refresh();
    let returned: unknown;
    try {
      returned = this.#subject.backward(upstream, cache, tensors);
    } catch (error) {
      throw new SubjectError("backward", error);
    }
    return readGradients(returned, tensors);
  }

  /** Runs both passes at θ: a copy of the output, and the gradients. Throws a `SubjectError` when the subject throws. */
  differentiate(upstream: Tensor, training = this.#training): { output: Tensor; gradients: Gradients } {
    const [output, cache] = this.forward({ training });
    const kept = copy(output);
    return { output: kept, gradients: this.backward(copy(upstream), cache) };
  }

  /** Runs forward at θ and writes the output to `into`; NaN everywhere where the subject throws. */
  evaluate(into: Float64Array, training = this.#training): void {
    let output: Tensor;
    try {
      [output] = this.#modes.recycling
        ? this.#arena.run(() => this.forward({ training }))
        : this.forward({ training });
    } catch (error) {
      if (!(error instanceof SubjectError)) throw error;
      this.thrown = error;
      into.fill(Number.NaN);
      return;
    }
    if (output.size === into.length) copyInto(into, output);
    else into.fill(Number.NaN);
  }

  /** The stages of the subject, at θ as it stands whenever one is run; undefined where it has none, or writes to θ. */
  stages(): { stages: Stage[]; sequence: Sequence } | undefined {
    const { sequence } = this.#subject;
    if (sequence === undefined || this.#modes.careful) return undefined;
    const pass = { training: this.#training, rng: this.#stream.clone() };
    return { stages: stagesOf(sequence, this.#views, pass), sequence };
  }
}
