// Where the subject runs: on copies, which it may do to what it likes, so that nothing of the caller's is touched.
// All tensors lie in one vector θ; every forward pass replays the same random numbers and drops returned buffers.
import { copy, isTensor, type Pass, type Rng, rng, type Slice, type Tensor } from "@nudge/core";
import { Arena, leavesOf, mapTree, slicesOf, type Tree, viewsInto } from "@nudge/core/internal";
import { adviceOnPromise, describeReturned, isPromise } from "../subject/form.ts";
import { numbersOf } from "../subject/numbers.ts";
import { type Sequence, type Stage, stagesOf } from "../subject/sequence.ts";
import type { Subject } from "../subject/subject.ts";
import type { Surrogate } from "../subject/surrogate.ts";
import { sameBits } from "../words/distance.ts";
import { isTraining, type Settings } from "../words/settings.ts";
import { Attempts } from "./attempts.ts";
import { Bounds } from "./bounds.ts";
import { type Gradients, readGradients } from "./gradients.ts";
import { SubjectError } from "./subject-error.ts";
import { Theta } from "./theta.ts";

/** How the subject has to be run, and how it may be run; `observe` finds out. */
export interface Handling {
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

const adviceOn = (returned: unknown) => (isPromise(returned) ? adviceOnPromise : "");

/** Copies the entries of a tensor, row-major, into a vector. */
function copyInto(into: Float64Array, x: Tensor): void {
  if (x.size === 1) into[0] = x.data[x.offset];
  else into.set(numbersOf(x));
}

export class Sandbox implements Evaluator {
  /** Where each tensor lies in θ. */
  readonly slices: readonly Slice[];
  readonly bounds: Bounds;
  /** The point at which the subject is evaluated. */
  readonly theta: Theta;
  /** How often forward was called. */
  evaluations = 0;
  /** The last exception that `evaluate` took for an output of NaN. */
  thrown: SubjectError | undefined;
  /** The tensor that backward wrote to in `differentiate`, if any. */
  written: Slice | undefined;
  readonly attempts = new Attempts();
  /** How many entries of the output are not finite at the given point. */
  lost = 0;

  #handling: Handling = { careful: false, recycling: false };
  readonly #arena = new Arena();
  readonly #subject: Subject;
  readonly #training: boolean;
  readonly #stream;
  readonly #views: Tree<Tensor>;
  /** What slopes are taken of around the last point, where that is not forward. */
  #around:
    | {
        readonly origin: Float64Array;
        readonly training: boolean;
        readonly give: ReturnType<Surrogate["around"]>;
      }
    | undefined;
  readonly #scratch: Float64Array;
  readonly #scratchViews: Tree<Tensor>;

  constructor(
    subject: Subject,
    { seed, modes, bounds = {} }: Pick<Settings, "seed" | "modes"> & Partial<Pick<Settings, "bounds">>,
    handling?: Handling,
  ) {
    const tensors = mapTree(subject.tensors, copy);
    this.#subject = subject;
    this.#training = isTraining(modes);
    this.#stream = rng(seed);
    this.slices = slicesOf(tensors);
    const values = new Float64Array(this.slices.reduce((sum, { length }) => sum + length, 0));
    for (const [k, [, x]] of leavesOf(tensors).entries()) values.set(x.data, this.slices[k].offset);
    this.theta = new Theta(values);
    this.bounds = new Bounds(this.slices, bounds);
    this.bounds.expectInside(values);
    this.#views = viewsInto(values, tensors);
    this.#scratch = new Float64Array(values.length);
    this.#scratchViews = viewsInto(this.#scratch, tensors);
    if (handling !== undefined) this.#handling = handling;
  }

  get handling(): Handling {
    return this.#handling;
  }

  /** Sets how it is run from here on. For `observe` alone. */
  settle(handling: Partial<Handling>): void {
    this.#handling = { ...this.#handling, ...handling };
  }

  /** Where an entry of the output is, in words. */
  placeOfOutput(entry: number): string {
    return this.#subject.placeOfOutput?.(entry) ?? `entry ${entry} of the output`;
  }

  /** The tensors as the subject sees them. */
  get tensors(): Tree<Tensor> {
    return this.#handling.careful ? this.#scratchViews : this.#views;
  }

  /** The tensors at θ as it stands, in arrays that the subject has not seen: for passes that share nothing with others. */
  fresh(): Tree<Tensor> {
    return viewsInto(this.theta.values.slice(), this.#views);
  }

  #refresh(): void {
    if (this.#handling.careful) this.#scratch.set(this.theta.values);
  }

  /** Runs forward at θ. Throws a `SubjectError` when the subject throws, and where θ is outside of its bounds. */
  forward({
    training = this.#training,
    tensors = this.tensors,
    stream = this.#stream,
    subject = this.#subject,
  }: PassOptions = {}): readonly [output: Tensor, cache: unknown] {
    if (!this.bounds.hold(this.theta.values))
      throw new SubjectError("forward", new RangeError("outside of its bounds"));
    return this.attempts.run("forward", () => {
      this.#refresh();
      const pass: Pass = { training, rng: stream.clone() };
      this.evaluations++;
      const returned = subject.forward(tensors, pass);
      if (Array.isArray(returned) && isTensor(returned[0])) return returned;
      const got = `${describeReturned(returned)}${adviceOn(returned?.[0] ?? returned)}`;
      throw new TypeError(`it must return [output, cache] with a tensor as its output, got ${got}`);
    });
  }

  /**
   * Runs backward on what `forward` returned, and on its tensors; the subject gets `upstream` itself. Throws a `SubjectError` as
   * `forward` does.
   */
  backward(upstream: Tensor, cache: unknown, tensors = this.tensors): Gradients {
    const returned = this.attempts.run("backward", () => {
      this.#refresh();
      const returned = this.#subject.backward(upstream, cache, tensors);
      if (!isPromise(returned)) return returned;
      throw new TypeError(`it must return gradients by name, got a Promise${adviceOn(returned)}`);
    });
    return readGradients(returned, tensors);
  }

  /**
   * Runs both passes at θ: a copy of the output, and the gradients. θ is as it was before. Throws a `SubjectError` when the
   * subject throws.
   */
  differentiate(upstream: Tensor, training = this.#training): { output: Tensor; gradients: Gradients } {
    const [output, cache] = this.forward({ training });
    const kept = copy(output);
    const { result, written } = this.theta.watch(() => this.backward(copy(upstream), cache));
    if (written !== undefined) this.written ??= this.slices.findLast(({ offset }) => offset <= written);
    return { output: kept, gradients: result };
  }

  /**
   * Runs forward at θ and writes the output to `into`; NaN everywhere where it has another size. Throws a `SubjectError`
   * when the subject throws.
   */
  run(into: Float64Array): void {
    this.#write(into, () => this.forward()[0]);
  }

  #write(into: Float64Array, give: () => Tensor): void {
    const output = this.#handling.recycling ? this.#arena.run(give) : give();
    if (output.size === into.length) copyInto(into, output);
    else into.fill(Number.NaN);
  }

  /**
   * Writes what slopes are taken of: the output of forward, or of the surrogate around the point that a line goes through. NaN
   * everywhere where the subject throws, and where θ is outside of its bounds; outside of the domain it is run twice.
   */
  evaluate(into: Float64Array, training = this.#training): void {
    if (!this.bounds.hold(this.theta.values)) {
      into.fill(Number.NaN);
      return;
    }
    try {
      const give =
        this.#subject.surrogate === undefined
          ? () => this.forward({ training })[0]
          : this.#runSurrogate(this.#subject.surrogate, training);
      this.attempts.write(into, this.lost, (y) => this.#write(y, give));
    } catch (error) {
      if (!(error instanceof SubjectError)) throw error;
      this.thrown = error;
      into.fill(Number.NaN);
    }
  }

  /** Runs the surrogate at θ, if there is one. Throws a `SubjectError` when it throws. */
  expectSurrogate(): void {
    const { surrogate } = this.#subject;
    if (surrogate !== undefined) this.#runSurrogate(surrogate, this.#training)();
  }

  #runSurrogate({ around }: Surrogate, training: boolean): () => Tensor {
    const passOf = (): Pass => ({ training, rng: this.#stream.clone() });
    const attempt = <T>(f: () => T) => this.attempts.run("surrogate", f);
    const { origin } = this.theta;
    const isAround = this.#around?.training === training && sameBits(this.#around.origin, origin);
    if (!isAround) {
      const tensors = viewsInto(origin.slice(), this.#views);
      this.evaluations++;
      this.#around = { origin, training, give: attempt(() => around(tensors, passOf())) };
    }
    const give = this.#around?.give as ReturnType<Surrogate["around"]>;
    return () =>
      attempt(() => {
        this.#refresh();
        this.evaluations++;
        return give(this.tensors, passOf());
      });
  }

  /**
   * The stages of the subject, at θ as it stands whenever one is run; undefined where it has none, or writes to θ, or where
   * slopes are not those of forward.
   */
  stages(): { stages: Stage[]; sequence: Sequence } | undefined {
    const { sequence, surrogate } = this.#subject;
    if (sequence === undefined || surrogate !== undefined || this.#handling.careful) return undefined;
    const pass = { training: this.#training, rng: this.#stream.clone() };
    const attempted =
      <A extends unknown[], T>(f: (...given: A) => T) =>
      (...given: A) =>
        this.attempts.run("forward", () => f(...given));
    const stages = stagesOf(sequence, this.#views, pass).map((stage) => ({
      ...stage,
      run: attempted(stage.run),
    }));
    const { end } = sequence;
    return {
      stages,
      sequence: end ? { ...sequence, end: { ...end, value: attempted(end.value) } } : sequence,
    };
  }
}
