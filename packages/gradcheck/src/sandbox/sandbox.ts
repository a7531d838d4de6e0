// Where the subject runs: on copies, which it may do to what it likes, so that nothing of the caller's is touched.
// All tensors lie in one vector θ; every forward pass replays the same random numbers and drops returned buffers.
import { copy, isTensor, type Pass, rng, type Slice, type Tensor } from "@nudge/core";
import { Arena, leavesOf, mapTree, slicesOf, type Tree, viewsInto } from "@nudge/core/internal";
import { numbersOf } from "../subject/numbers.ts";
import { type Sequence, type Stage, stagesOf } from "../subject/stages.ts";
import type { Subject } from "../subject/subject.ts";
import { placeOf } from "./frames.ts";

/** An exception of the subject's own. */
export class SubjectError extends Error {
  constructor(
    readonly pass: "forward" | "backward",
    override readonly cause: unknown,
  ) {
    const said = cause instanceof Error ? `${cause.name}: ${cause.message}${placeOf(cause)}` : String(cause);
    super(`${pass} threw ${said}`);
  }
}

/** Copies the entries of a tensor, row-major, into a vector. */
function copyInto(into: Float64Array, x: Tensor): void {
  if (x.size === 1) into[0] = x.data[x.offset];
  else into.set(numbersOf(x));
}

export class Sandbox {
  /** Where each tensor lies in θ. */
  readonly slices: readonly Slice[];
  /** The point at which the subject is evaluated. */
  readonly theta: Float64Array;
  /** How often forward was called. */
  evaluations = 0;
  /** Set once the subject was seen to write to its tensors: from then on it gets copies of θ. */
  careful = false;
  /**
   * Whether the outputs of `evaluate` are made where those of the last time were: for subjects that were seen to keep
   * nothing of a pass for the next one.
   */
  recycling = false;
  /** The last exception that `evaluate` took for an output of NaN. */
  thrown: SubjectError | undefined;

  readonly #arena = new Arena();
  readonly #subject: Subject;
  readonly #training: boolean;
  readonly #stream;
  readonly #views: Tree<Tensor>;
  readonly #scratch: Float64Array;
  readonly #scratchViews: Tree<Tensor>;

  constructor(subject: Subject, { seed, training }: { seed: number; training: boolean }) {
    const tensors = mapTree(subject.tensors, copy);
    this.#subject = subject;
    this.#training = training;
    this.#stream = rng(seed);
    this.slices = slicesOf(tensors);
    this.theta = new Float64Array(this.slices.reduce((sum, { length }) => sum + length, 0));
    for (const [k, [, x]] of leavesOf(tensors).entries()) this.theta.set(x.data, this.slices[k].offset);
    this.#views = viewsInto(this.theta, tensors);
    this.#scratch = new Float64Array(this.theta.length);
    this.#scratchViews = viewsInto(this.#scratch, tensors);
  }

  /** The tensors as the subject sees them. */
  get tensors(): Tree<Tensor> {
    return this.careful ? this.#scratchViews : this.#views;
  }

  /** Runs forward at θ. Throws a `SubjectError` when the subject throws. */
  forward(training = this.#training): readonly [output: Tensor, cache: unknown] {
    this.#refresh();
    const pass: Pass = { training, rng: this.#stream.clone() };
    this.evaluations++;
    let returned: readonly [output: Tensor, cache: unknown];
    try {
      returned = this.#subject.forward(this.tensors, pass);
    } catch (error) {
      throw new SubjectError("forward", error);
    }
    if (Array.isArray(returned) && isTensor(returned[0])) return returned;
    throw new SubjectError(
      "forward",
      new TypeError("it must return [output, cache] with a tensor as its output"),
    );
  }

  #refresh(): void {
    if (this.careful) this.#scratch.set(this.theta);
  }

  /** Runs backward on what `forward` returned. */
  backward(upstream: Tensor, cache: unknown): unknown {
    this.#refresh();
    try {
      return this.#subject.backward(upstream, cache, this.tensors);
    } catch (error) {
      throw new SubjectError("backward", error);
    }
  }

  /** The stages of the subject, at θ as it stands whenever one is run; undefined where it has none, or writes to θ. */
  stages(): { stages: Stage[]; sequence: Sequence } | undefined {
    const { sequence } = this.#subject;
    if (sequence === undefined || this.careful) return undefined;
    const { input: _, ...own } = this.#views;
    const parameters = sequence.input === undefined ? own : this.#views;
    const pass = { training: this.#training, rng: this.#stream.clone() };
    return { stages: stagesOf(sequence.layer, parameters, sequence.buffers, pass), sequence };
  }

  /** Runs forward at θ and writes the output to `into`; NaN everywhere where the subject throws. */
  evaluate(into: Float64Array, training = this.#training): void {
    let output: Tensor;
    try {
      [output] = this.recycling ? this.#arena.run(() => this.forward(training)) : this.forward(training);
    } catch (error) {
      if (!(error instanceof SubjectError)) throw error;
      this.thrown = error;
      into.fill(Number.NaN);
      return;
    }
    if (output.size === into.length) copyInto(into, output);
    else into.fill(Number.NaN);
  }
}
