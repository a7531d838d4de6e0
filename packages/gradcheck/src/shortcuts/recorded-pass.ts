// A forward pass with the input of each stage recorded. A step in a parameter of stage k does not change the input of
// stage k: only the stages from k on have to be run again.
import { copy, type Input, isTensor, type Slice, type Tensor } from "@nudge/core";
import type { Tree } from "@nudge/core/internal";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Theta } from "../sandbox/theta.ts";
import { copyOf } from "../subject/copy-of.ts";
import { numbersOf } from "../subject/numbers.ts";
import type { Sequence, Stage } from "../subject/sequence.ts";
import { sameNumbers } from "./buffers.ts";

/** A stage cannot be run alone, or not in the form that was tried. */
export class Unfit extends Error {}

/** A shortcut gives another output than the passes do. */
export class Refuted extends Error {}

/** What `f` gives; throws `Unfit` where it throws. */
function attempt<T>(f: () => T): T {
  try {
    return f();
  } catch (error) {
    throw new Unfit(String(error));
  }
}

/** The output of a stage; throws `Unfit` where it throws, or gives anything but a float64 tensor of the shape. */
export function runStage(
  stage: Stage,
  input: Input,
  shape?: readonly number[],
  parameters?: Tree<Tensor>,
): Tensor {
  const output = attempt(() => stage.run(input, parameters)[0]);
  if (!isTensor(output) || !(output.data instanceof Float64Array)) throw new Unfit("no float64 tensor");
  if (shape !== undefined && `${output.shape}` !== `${shape}`)
    throw new Unfit(`an output of [${output.shape}]`);
  return output;
}

/** A forward pass at the point of the check. */
export class RecordedPass {
  readonly theta: Theta;
  readonly slices: readonly Slice[];
  /** How many numbers the output of the subject is. */
  readonly size: number;
  /** What each stage gets, and the output of the last one. */
  readonly activations: readonly Input[];
  readonly #pristine: readonly Input[];
  readonly #sequence: Sequence;
  readonly #tensors: Tree<Tensor>;

  constructor(
    sandbox: Sandbox,
    readonly stages: readonly Stage[],
    sequence: Sequence,
  ) {
    this.theta = sandbox.theta;
    this.slices = sandbox.slices;
    this.#tensors = sandbox.tensors;
    this.#sequence = sequence;
    const { input, end } = sequence;
    // The input of a layer is part of θ, and moves with it.
    const activations = [input === undefined ? (sandbox.tensors.input as Input) : copyOf(input)];
    for (const [k, stage] of stages.entries())
      activations.push(copy(runStage(stage, copyOf(activations[k]))));
    this.activations = activations;
    this.#pristine = activations.map(copyOf);
    this.size = end === undefined ? (activations[stages.length] as Tensor).size : 1;
  }

  /**
   * Writes the loss of an output of the last stage, or where there is no loss that output itself. With `proof`, throws
   * `Refuted` where the kernel of the loss gives other bits than its passes.
   */
  complete(output: Tensor, into: Float64Array, at: number, proof: boolean): void {
    const { end } = this.#sequence;
    if (end === undefined) {
      into.set(numbersOf(output), at);
      return;
    }
    const fast = attempt(() => end.fastValue(output, this.#tensors));
    into[at] = fast !== undefined && !proof ? fast : attempt(() => end.value(output, this.#tensors));
    if (fast !== undefined && !Object.is(fast, into[at])) throw new Refuted();
  }

  /** Whether no stage wrote to its recorded input. */
  intact(): boolean {
    return this.activations.every((recorded, k) => {
      const pristine = this.#pristine[k];
      if (isTensor(recorded) && isTensor(pristine))
        return sameNumbers(numbersOf(recorded), numbersOf(pristine));
      return Object.entries(pristine).every(([name, x]) =>
        sameNumbers(numbersOf((recorded as { [name: string]: Tensor })[name]), numbersOf(x)),
      );
    });
  }
}

/**
 * The pass of a subject, stage by stage; undefined where there is nothing to gain. Throws `Refuted` where it does not give
 * `center`, the output of the whole pass.
 */
export function recordPass(sandbox: Sandbox, center: Float64Array): RecordedPass | undefined {
  const opened = sandbox.stages();
  if (opened === undefined) return undefined;
  const { stages, sequence } = opened;
  if (stages.length === 1 && stages[0].kernel === undefined) return undefined;
  try {
    const pass = new RecordedPass(sandbox, stages, sequence);
    const output = new Float64Array(center.length);
    const last = copy(pass.activations[stages.length] as Tensor);
    if (pass.size !== center.length) throw new Refuted();
    pass.complete(last, output, 0, true);
    if (!sameNumbers(output, center)) throw new Refuted();
    return pass;
  } catch (error) {
    if (error instanceof Unfit) return undefined;
    throw error;
  }
}
