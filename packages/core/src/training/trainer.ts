// One step of training: a forward and a backward pass on one batch, and a step of the optimizer.
import { toDataset } from "../data/data.ts";
import type { Inputs, Rows } from "../data/door.ts";
import type { Input } from "../layer/contract.ts";
import type { Loss } from "../layer/define-loss.ts";
import { differentiate, type Model } from "../layer/model.ts";
import { checkOptions } from "../layer/options.ts";
import { flatten, type Tree } from "../layer/tree.ts";
import { writeBuffers } from "../layer/write-back.ts";
import { type Rng, rng } from "../random/rng.ts";
import { add } from "../tensor/arithmetic.ts";
import { assign } from "../tensor/contiguous.ts";
import type { TypedArray } from "../tensor/empty.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Clip } from "./clip.ts";
import { trainableRanges } from "./freeze.ts";
import type { Optimizer } from "./optimizer.ts";
import { originOf } from "./origin.ts";
import type { Regularization } from "./regularization.ts";

/** How a model is trained. */
export interface TrainerOptions {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** A penalty on the weights that is part of the loss: `l1` or `l2`. */
  readonly regularization?: Regularization;
  /** A rule that makes large gradients smaller: `clipByNorm` or `clipByValue`. */
  readonly clip?: Clip;
  /** Parameters to leave alone: names of slices ("0.weight"), or of layers ("0"). */
  readonly freeze?: readonly string[];
  /** Where random layers draw from; 0 unless given. */
  readonly seed?: number;
}

/** Trains a model one batch at a time. */
export interface Trainer {
  /**
   * Takes one step on a batch, and gives its loss from before the step. Throws, leaving the parameters as they were,
   * when that or its gradient is not finite, and with the row and column when the batch is empty, ragged or not finite.
   */
  step(inputs: Inputs, targets: Rows): number;
}

/**
 * One step on tensors past the door. A loss or gradient that is not finite is thrown before anything changes, with the
 * layer or slice where it arose; `put` says what became of it in words of the caller.
 */
export type Step = (inputs: Input, targets: Tensor, put: (event: string) => string, rate?: number) => number;

/** Adds the gradient of a penalty on the parameters of a model to its gradient, and gives the penalty. */
function regularize({ parameters, gradients }: Model, regularization: Regularization): number {
  const slopes = flatten(gradients as Tree<Tensor>);
  let total = 0;
  for (const [k, [name, parameter]] of flatten(parameters as Tree<Tensor>).entries()) {
    total += regularization.value(name, parameter);
    const slope = regularization.gradient(name, parameter);
    if (slope !== undefined) assign(slopes[k][1], add(slopes[k][1], slope));
  }
  return total;
}

export function createStep(
  model: Model,
  { loss, optimizer, regularization, clip, freeze = [] }: TrainerOptions,
  stream: Rng,
  caller: string,
): Step {
  const { layer, theta, gradient, slices, dtype } = model;
  const buffers = model.buffers as Tree<Tensor>;
  const hasBuffers = flatten(buffers).length > 0;
  const parts = trainableRanges(slices, freeze, caller).map(({ start, end }) => ({
    theta: theta.subarray(start, end),
    gradient: gradient.subarray(start, end),
    state: optimizer.init(end - start, dtype),
  }));
  const clipped = parts.map((part) => part.gradient);
  let step = 0;

  return (inputs, targets, put, rate = optimizer.learningRate) => {
    const draws = stream.fork();
    const pass = { training: true, rng: draws.clone() };
    const { value: ofData, buffersAfter } = differentiate(model, inputs, targets, loss, pass);
    const value = regularization === undefined ? ofData : ofData + regularize(model, regularization);
    if (!Number.isFinite(value)) {
      const origin = originOf(model, inputs, loss, { training: true, rng: draws });
      throw new Error(`${put(`the loss became ${value}`)}; ${origin}`);
    }
    if (parts.some((part) => !allFinite(part.gradient))) {
      // Backward runs from the last layer to the first, and what it spoils is spoilt from there on.
      const slice = slices.findLast(
        ({ offset, length }) => !allFinite(gradient.subarray(offset, offset + length)),
      );
      throw new Error(
        `${put(`the gradient of ${slice!.name} became NaN or infinite`)}, while the loss was ${value}`,
      );
    }
    if (hasBuffers && buffersAfter !== undefined) writeBuffers(layer, buffersAfter, buffers);
    step++;
    clip?.apply(clipped);
    for (const part of parts) optimizer.step(part.theta, part.gradient, part.state, { step, rate });
    return value;
  };
}

function allFinite(values: TypedArray): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

/**
 * A trainer for a loop of your own; `train` is built on it.
 *
 * Options: `loss` and `optimizer`; `regularization`, `l1` or `l2`, which is part of the loss; `clip`, `clipByNorm` or
 * `clipByValue`; `freeze`, names of parameters to leave alone; `seed` for random layers.
 * Throws when a name to freeze is that of no parameter.
 *
 * @example
 * import { createModel, createTrainer, sgd } from "@nudge/core";
 * import { dense, meanSquaredError } from "@nudge/layers";
 *
 * const model = createModel(dense(1, 1));
 * model.theta.set([2, 0]);
 * const trainer = createTrainer(model, { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.25 }) });
 * const losses = [1, 2, 3].map(() => trainer.step([[1]], [[4]]));
 * console.log(losses.join(", "));
 * // 4, 0, 0
 */
export function createTrainer(model: Model, options: TrainerOptions): Trainer {
  checkOptions("createTrainer", options, ["loss", "optimizer", "regularization", "clip", "freeze", "seed"]);
  const step = createStep(model, options, rng(options.seed ?? 0), "createTrainer");
  return {
    step(inputs, targets) {
      const batch = toDataset({ inputs, targets }, model.dtype, "step");
      return step(batch.inputs, batch.targets, (event) => `step: ${event}`);
    },
  };
}
