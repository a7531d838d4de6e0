// One step on one batch: the loss and its gradient, by a compiled program or by the passes, and a step of the optimizer.
import type { InitialTree, Output } from "../layer/contract.ts";
import { type Batch, differentiate } from "../layer/differentiate.ts";
import type { Model } from "../layer/model.ts";
import { regularize } from "../layer/regularization.ts";
import { leavesOf, type Tree } from "../layer/tree.ts";
import { writeBuffers } from "../layer/write-back.ts";
import { isState, type Rng, rngAt, stateOf } from "../random/rng.ts";
import { Arena, outsideArena } from "../tensor/arena.ts";
import { allFinite } from "../tensor/kernels/finite.ts";
import type { Tensor, TypedArray } from "../tensor/tensor.ts";
import { compile } from "./compiled/compile.ts";
import { compileUpdate } from "./compiled/update.ts";
import { trainableRanges } from "./gradient/freeze.ts";
import type { Memory } from "./memory.ts";
import { originOf } from "./origin.ts";
import type { TrainerSettings } from "./trainer-options.ts";

/**
 * One step on a batch. A loss or gradient that is not finite is thrown before anything changes, with the
 * layer or slice where it arose; `inContext` adds to the message who was called, and in which epoch and batch.
 */
type Step = (batch: Batch, rate: number, inContext: (event: string) => string) => number;

/** Steps one after another. */
export interface Steps {
  readonly take: Step;
  /** Writes down what the next step depends on besides the model. */
  remember(memory: Memory): void;
  /** Goes on from what was written down; throws where that is of another optimizer, or other frozen parameters. */
  recall(memory: Memory): void;
}

export function createSteps(
  model: Model<InitialTree, Output>,
  { loss, optimizer, regularization, clip, freeze }: TrainerSettings,
  seed: Rng,
  caller: string,
): Steps {
  const { layer, theta, gradient, slices, dtype } = model;
  const [buffers, parameters, gradients] = [
    model.buffers,
    model.parameters,
    model.gradients,
  ] as Tree<Tensor>[];
  const hasBuffers = leavesOf(buffers).length > 0;
  const parts = trainableRanges(slices, freeze, caller).map(({ start, end }) => ({
    theta: theta.subarray(start, end),
    gradient: gradient.subarray(start, end),
    state: outsideArena(() => optimizer.init(end - start, dtype)),
  }));
  const trained = parts.map((part) => part.gradient);
  const program = compile(model, loss);
  const update = freeze.length === 0 ? compileUpdate(optimizer, theta, gradient) : undefined;
  const arena = new Arena({ tellsKeepers: true });
  // Where random layers draw from: a step that throws leaves it where it was.
  let stream = seed;
  const at = { step: 0, rate: optimizer.learningRate };

  /** Whether a step can be taken: the loss `value` and the gradient of what is trained are finite. */
  const canStep = (value: number) =>
    Number.isFinite(value) && trained.every((part) => allFinite(part, 0, part.length));

  /** The error where the loss `value` or its gradient is not finite, of a pass that drew from `draws`. */
  function explain(value: number, batch: Batch, draws: Rng, inContext: (event: string) => string): Error {
    const origin = originOf(model, batch, loss, { training: true, rng: draws });
    if (!Number.isFinite(value)) {
      const hint =
        Number.isNaN(value) && arena.told
          ? ", or a layer keeps a result of an earlier step without a copy"
          : "";
      return new Error(`${inContext(`the loss became ${value}`)}; ${origin}${hint}`);
    }
    // Backward runs from the last layer to the first, so that the last slice that is not finite is where it began.
    const { name } = slices.findLast(({ offset, length }) => !allFinite(gradient, offset, length))!;
    const event = inContext(`the gradient of ${name} became NaN or infinite`);
    return new Error(`${event}, while the loss was ${value}; ${origin}`);
  }

  const runPasses = (batch: Batch, inContext: (event: string) => string) =>
    arena.run(() => {
      const next = stream.clone();
      const draws = next.fork();
      const pass = { training: true, rng: draws.clone() };
      const { value, buffersAfter } = differentiate(model, batch, loss, regularization, pass);
      if (!canStep(value)) throw explain(value, batch, draws, inContext);
      if (hasBuffers && buffersAfter !== undefined) writeBuffers(layer, buffersAfter, buffers);
      stream = next;
      return value;
    });

  /** The loss by the compiled program; undefined where it cannot take the batch, or a number is not finite. */
  function runProgram({ inputs, targets, weights }: Batch): number | undefined {
    const ofData = weights === undefined ? program?.(inputs, targets) : undefined;
    // Where a number is not finite, in the gradient of what is frozen too, the bits may differ from those of the passes.
    if (ofData === undefined || !Number.isFinite(ofData)) return undefined;
    if (!Number.isFinite(update?.sum()) && !allFinite(gradient, 0, gradient.length)) return undefined;
    if (regularization === undefined) return ofData;
    const value = ofData + arena.run(() => regularize(regularization, parameters, gradients));
    return canStep(value) ? value : undefined;
  }

  const take: Step = (batch, rate, inContext) => {
    const value = runProgram(batch) ?? runPasses(batch, inContext);
    at.step++;
    at.rate = rate;
    clip?.apply(trained);
    if (update !== undefined) update.move(rate);
    else for (const part of parts) optimizer.step(part.theta, part.gradient, part.state, at);
    return value;
  };

  /** `f(name, array)` of each array of the optimizer. */
  function eachState(f: (name: string, array: TypedArray) => void): void {
    for (const [k, { state }] of parts.entries())
      for (const [name, array] of Object.entries(state))
        if (array !== undefined) f(`optimizer/${k}/${name}`, array);
  }

  return {
    take,
    remember(memory) {
      memory.write("steps", [at.step]);
      memory.write("draws", stateOf(stream));
      eachState((name, array) => memory.keep(name, array));
    },
    recall(memory) {
      at.step = memory.readCount("steps");
      stream = rngAt(memory.read("draws", isState));
      eachState((name, array) => memory.fill(name, array));
    },
  };
}
